package app.tiktoktoe.secrets;

import app.tiktoktoe.accounts.AccountSecrets;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Adds a first version to each secret that has none. What has a value keeps it: a second run does
 * nothing, and a run that broke off is completed by the next. Values are never printed.
 */
final class FirstSecrets {
  // The signing key comes last: until it is there nobody can sign in, so a set of verification keys
  // that an earlier run left behind has verified nothing and may be followed by another.
  private static final List<String> ORDER =
      List.of(
          AccountSecrets.PLC_ROTATION_KEY,
          AccountSecrets.ACCOUNT_KEY_ENCRYPTION,
          AccountSecrets.DPOP_NONCE_KEYS,
          AccountSecrets.MAIL_SUPPRESSION_KEY,
          AccountSecrets.SESSION_VERIFICATION_KEYS,
          AccountSecrets.SESSION_SIGNING_KEY);

  private final Versions versions;
  private final Consumer<String> out;

  FirstSecrets(SecretManagerServiceClient client, Consumer<String> out) {
    this.versions = new Versions(client, out);
    this.out = out;
  }

  /**
   * Fills the secrets of a project.
   *
   * @param suffix what the environment's names end with, empty for most
   * @param values a fresh value by name, as {@code NewSecrets} makes them
   * @throws com.google.api.gax.rpc.NotFoundException when a secret does not exist: Terraform makes
   *     it
   */
  void fill(String project, String suffix, Map<String, String> values) {
    boolean nobodySigns =
        versions.isEmpty(SecretName.of(project, AccountSecrets.SESSION_SIGNING_KEY + suffix));
    for (String name : ORDER) {
      SecretName secret = SecretName.of(project, name + suffix);
      boolean partnerMissing = name.equals(AccountSecrets.SESSION_VERIFICATION_KEYS) && nobodySigns;
      if (!versions.isEmpty(secret) && !partnerMissing) {
        out.accept(secret.getSecret() + " has a value");
      } else {
        versions.add(secret, Objects.requireNonNull(values.get(name), name));
      }
    }
  }
}
