package app.tiktoktoe.functions.rotation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The versions of secrets. Implementations are thread-safe. */
interface SecretVersions {
  /**
   * A version that is enabled.
   *
   * @param number from 1
   * @param since when it was added
   */
  record Version(int number, Instant since, String text) {
    /** How long a notice counts as one that was obeyed already. */
    private static final Duration REPEATED_WITHIN = Duration.ofDays(1);

    /** Whether a rotation added it within a day; a secret's first version is none. */
    boolean isRecentRotation(Instant now) {
      return number > 1 && now.isBefore(since.plus(REPEATED_WITHIN));
    }

    /** Hides the text. */
    @Override
    public String toString() {
      return "Version[" + number + "]";
    }
  }

  /** The latest version; empty when the secret never had one. */
  Optional<Version> latest(String name);

  /** Adds a version, which is the latest from then on. */
  void add(String name, String text);

  /** Disables every version but the newest two. */
  void disableOld(String name);
}
