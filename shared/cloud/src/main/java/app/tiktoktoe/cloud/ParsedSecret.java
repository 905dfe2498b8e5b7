package app.tiktoktoe.cloud;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a secret's text means, worked out once per version. Thread-safe when {@code T} is.
 *
 * @param <T> what it means
 */
public final class ParsedSecret<T> {
  private final Secrets secrets;
  private final String name;
  private final Function<String, T> parser;
  private volatile @Nullable Version<T> last;

  private record Version<T>(String text, T value) {}

  /**
   * Reads nothing yet.
   *
   * @param parser throws for a text that makes no sense
   */
  public ParsedSecret(Secrets secrets, String name, Function<String, T> parser) {
    this.secrets = secrets;
    this.name = name;
    this.parser = parser;
  }

  /** The latest version, as {@link Secrets#text(String)} has it. */
  public T get() {
    return parsed(secrets.text(name));
  }

  /** The latest version, as {@link Secrets#text(String, Duration)} has it. */
  public T get(Duration age) {
    return parsed(secrets.text(name, age));
  }

  private T parsed(String text) {
    Version<T> known = last;
    if (known != null && known.text().equals(text)) {
      return known.value();
    }
    T value = parser.apply(text);
    last = new Version<>(text, value);
    return value;
  }
}
