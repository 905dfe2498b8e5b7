package app.tiktoktoe.accounts;

import app.tiktoktoe.cloud.Secrets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;

/** One set of fresh secrets for the JVM: making an RSA key takes a while. */
final class TestSecrets implements Secrets {
  static final TestSecrets ONE = new TestSecrets();

  private final Map<String, String> values = NewSecrets.generate(new SecureRandom());

  @Override
  public String text(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }
}
