package app.tiktoktoe.secrets;

import app.tiktoktoe.accounts.AccountSecrets;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Replaces the keys of session tokens after a leak: both the key in use and the prepared one, which
 * leaked with it. Whatever an older key signed is refused once the functions have read the new
 * versions, so everybody signs in again. Values are never printed.
 */
final class ReplacedSessionKeys {
  // Who verifies learns the new keys first: the other way round, fresh tokens would be refused.
  private static final List<String> ORDER =
      List.of(AccountSecrets.SESSION_VERIFICATION_KEYS, AccountSecrets.SESSION_SIGNING_KEY);

  private final Versions versions;

  ReplacedSessionKeys(SecretManagerServiceClient client, Consumer<String> out) {
    this.versions = new Versions(client, out);
  }

  /**
   * Adds a version to both secrets and disables all that came before. A second run replaces the
   * keys of the first.
   *
   * @param suffix what the environment's names end with, empty for most
   * @param values a fresh value by name, as {@code NewSecrets} makes them
   */
  void replace(String project, String suffix, Map<String, String> values) {
    for (String name : ORDER) {
      SecretName secret = SecretName.of(project, name + suffix);
      String added = versions.add(secret, Objects.requireNonNull(values.get(name), name));
      versions.disableAllBut(added, secret);
    }
  }
}
