package app.tiktoktoe.cloud;

/** Reads secrets by name. Implementations are thread-safe. */
public interface Secrets {
  /**
   * The latest version of the secret {@code name}, as text. The first call for a name may be
   * remote; the value is then kept for the life of the instance.
   *
   * @throws RuntimeException when it does not exist or cannot be read
   */
  String text(String name);
}
