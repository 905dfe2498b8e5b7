package app.tiktoktoe.accounts;

import java.util.Locale;

/** How far a sign-up has come, as the document of its handle says. */
enum SignUpStep {
  /** The handle is reserved and everything that the sign-up needs is written down. */
  RESERVED,
  /** The identity is live in the directory. */
  PUBLISHED,
  /** The sign-up is given up; its identity must be dead before the handle is free. */
  ABANDONED,
  /** The account exists. */
  TAKEN;

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static SignUpStep ofId(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
