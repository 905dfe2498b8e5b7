package app.tiktoktoe.accounts;

import com.google.cloud.firestore.DocumentSnapshot;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What an account can ask for beside its password. */
public enum Factor {
  /** A code of the half minute, made by an app that holds a secret. */
  TOTP,
  /** A key of a device, by WebAuthn. */
  PASSKEY,
  /** A code that is mailed: whoever reads the mailbox has it. */
  EMAIL;

  static final String FIELD = "factors";

  /** The name in documents and answers, for example {@code totp}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is worth more than reading the mailbox. */
  boolean isStrong() {
    return this != EMAIL;
  }

  /** Those that an account's document names. */
  static Set<Factor> read(DocumentSnapshot account) {
    EnumSet<Factor> factors = EnumSet.noneOf(Factor.class);
    if (account.get(FIELD) instanceof Collection<?> stored) {
      stored.forEach(id -> factors.add(valueOf(String.valueOf(id).toUpperCase(Locale.ROOT))));
    }
    return factors;
  }

  /** What an account's document names them by. */
  static List<String> stored(Set<Factor> factors) {
    return factors.stream().sorted().map(Factor::id).toList();
  }
}
