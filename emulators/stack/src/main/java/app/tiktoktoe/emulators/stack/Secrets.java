package app.tiktoktoe.emulators.stack;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.secretmanager.v1.ProjectName;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretName;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Map;

/** Fills the Secret Manager with fresh secrets, where it has none yet. Stateless. */
final class Secrets {
  private Secrets() {}

  /**
   * Creates those of {@code values} that the project does not have; what exists is left as it is.
   */
  static void seed(String hostPort, String projectId, Map<String, String> values) {
    try (SecretManagerServiceClient client = client(hostPort)) {
      values.forEach((name, value) -> seed(client, projectId, name, value));
    } catch (IOException e) {
      throw new StackFailure("Secret Manager: " + e.getMessage(), e);
    }
  }

  private static SecretManagerServiceClient client(String hostPort) throws IOException {
    return SecretManagerServiceClient.create(
        SecretManagerServiceSettings.newBuilder()
            .setTransportChannelProvider(
                InstantiatingGrpcChannelProvider.newBuilder()
                    .setEndpoint(hostPort)
                    .setChannelConfigurator(channel -> channel.usePlaintext())
                    .build())
            .setCredentialsProvider(NoCredentialsProvider.create())
            .build());
  }

  private static void seed(
      SecretManagerServiceClient client, String projectId, String name, String value) {
    Secret secret =
        Secret.newBuilder()
            .setReplication(
                Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()))
            .build();
    try {
      client.createSecret(ProjectName.of(projectId), name, secret);
    } catch (AlreadyExistsException e) {
      return;
    }
    client.addSecretVersion(
        SecretName.of(projectId, name),
        SecretPayload.newBuilder().setData(ByteString.copyFromUtf8(value)).build());
  }
}
