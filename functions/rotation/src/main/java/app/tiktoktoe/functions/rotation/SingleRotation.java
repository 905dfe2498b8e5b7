package app.tiktoktoe.functions.rotation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The rotation of a secret that no other secret has to agree with. Thread-safe. */
final class SingleRotation implements Rotation {
  private final SecretVersions versions;
  private final String name;
  private final Supplier<String> first;
  private final Step step;
  private final InstantSource clock;

  /** Makes a version's text from that of the version before. */
  @FunctionalInterface
  interface Step {
    /**
     * The text that follows {@code text}; every key that was in it still is.
     *
     * @throws RuntimeException when {@code text} makes no sense
     */
    Next after(String text);

    /**
     * What follows.
     *
     * @param isRotated false when the text before held no next key, so that one is only prepared
     */
    record Next(String text, boolean isRotated) {
      /** Hides the text. */
      @Override
      public String toString() {
        return "Next[" + isRotated + "]";
      }
    }
  }

  /**
   * The rotation of {@code name}.
   *
   * @param first makes the text of the first version
   */
  SingleRotation(
      SecretVersions versions,
      String name,
      Supplier<String> first,
      Step step,
      InstantSource clock) {
    this.versions = versions;
    this.name = name;
    this.first = first;
    this.step = step;
    this.clock = clock;
  }

  @Override
  public Outcome run() {
    Instant now = clock.instant();
    Optional<SecretVersions.Version> latest = versions.latest(name);
    if (latest.isEmpty()) {
      versions.add(name, first.get());
      return Outcome.CREATED;
    }
    boolean isRecent = latest.get().isRecentRotation(now);
    Outcome outcome = isRecent ? Outcome.RECENT : add(latest.get().text());
    versions.disableOld(name);
    return outcome;
  }

  private Outcome add(String text) {
    Step.Next next = step.after(text);
    versions.add(name, next.text());
    return next.isRotated() ? Outcome.ROTATED : Outcome.PREPARED;
  }
}
