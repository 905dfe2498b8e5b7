package app.tiktoktoe.cloud;

import java.time.Duration;

/** Reads secrets by name. Implementations are thread-safe. */
public interface Secrets {
  /**
   * The latest version of the secret {@code name}, as text. It may be some minutes old, so that a
   * call is seldom remote; whoever keeps what it made of the text sees new versions through {@link
   * ParsedSecret}.
   *
   * @throws RuntimeException when it does not exist or cannot be read
   */
  String text(String name);

  /**
   * The same, read again when what is known is older than {@code age}: for whoever meets a key that
   * the text does not have.
   *
   * @throws RuntimeException when it does not exist or cannot be read
   */
  default String text(String name, Duration age) {
    return text(name);
  }
}
