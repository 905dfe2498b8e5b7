package app.tiktoktoe.accounts;

import app.tiktoktoe.cloud.Secrets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Secrets that change under whoever holds them; only asking for less age shows the new value. */
final class ChangingSecrets implements Secrets {
  private final Map<String, String> held = new HashMap<>();
  private final Map<String, String> latest = new HashMap<>();

  void put(String name, String value) {
    held.putIfAbsent(name, value);
    latest.put(name, value);
  }

  @Override
  public String text(String name) {
    return Objects.requireNonNull(held.get(name), name);
  }

  @Override
  public String text(String name, Duration age) {
    held.put(name, Objects.requireNonNull(latest.get(name), name));
    return text(name);
  }
}
