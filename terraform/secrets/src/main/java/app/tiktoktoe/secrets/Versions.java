package app.tiktoktoe.secrets;

import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretName;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.ByteString;
import java.util.function.Consumer;

/** The versions of secrets. What is done is told; values never are. */
final class Versions {
  private final SecretManagerServiceClient client;
  private final Consumer<String> out;

  Versions(SecretManagerServiceClient client, Consumer<String> out) {
    this.client = client;
    this.out = out;
  }

  boolean isEmpty(SecretName secret) {
    return !client.listSecretVersions(secret).iterateAll().iterator().hasNext();
  }

  /**
   * Adds a version.
   *
   * @return its number
   * @throws com.google.api.gax.rpc.NotFoundException when the secret does not exist: Terraform
   *     makes it
   */
  String add(SecretName secret, String value) {
    SecretPayload payload =
        SecretPayload.newBuilder().setData(ByteString.copyFromUtf8(value)).build();
    String added = number(client.addSecretVersion(secret, payload));
    out.accept(secret.getSecret() + " got version " + added);
    return added;
  }

  /** Disables every version except the one with that number. */
  void disableAllBut(String number, SecretName secret) {
    for (SecretVersion version : client.listSecretVersions(secret).iterateAll()) {
      if (version.getState() == SecretVersion.State.ENABLED && !number(version).equals(number)) {
        client.disableSecretVersion(version.getName());
      }
    }
  }

  // Google answers with the project's number where it was asked by the project's name.
  private static String number(SecretVersion version) {
    return version.getName().replaceFirst(".*/", "");
  }
}
