package app.tiktoktoe.media;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name of a video job: 26 lower-case base32 characters (130 bits), for example {@code
 * 3kq2o5rjzx7mbd6w4hyn2acefa}. A job's status is public to whoever knows its name, so the generator
 * should be a secure one.
 */
public record JobId(String value) {
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int LENGTH = 26;
  private static final Pattern SYNTAX = Pattern.compile("[a-z2-7]{" + LENGTH + "}");

  /** Refuses any other form. */
  public JobId {
    if (!SYNTAX.matcher(value).matches()) {
      throw new IllegalArgumentException("not a job id");
    }
  }

  /** A new name. */
  public static JobId random(RandomGenerator random) {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new JobId(text.toString());
  }

  /** The name, when {@code text} is one. */
  public static Optional<JobId> find(String text) {
    return SYNTAX.matcher(text).matches() ? Optional.of(new JobId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
