package app.tiktoktoe.catalogue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who may call a method; written in lower case in the catalogue. */
public enum AuthLevel {
  /** Anybody; a session is not looked at. */
  PUBLIC,
  /** Anybody; a session changes what is shown. */
  OPTIONAL,
  /** A session. */
  AUTHENTICATED,
  /** A session of the account's own password, or an app that was given this. */
  FULL,
  /** A session whose account owns the {@code repo} of the input. */
  OWNER,
  /** A refresh token. */
  REFRESH,
  /** A session, or a service token made for uploads. */
  UPLOAD,
  /** The operator, or a session of an account with the role moderator or admin. */
  MODERATOR,
  /** The operator, or a session of an account with the role admin. */
  ADMIN;

  static Optional<AuthLevel> find(String text) {
    return Arrays.stream(values()).filter(level -> level.text().equals(text)).findFirst();
  }

  /** The name in the catalogue, for example {@code owner}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
