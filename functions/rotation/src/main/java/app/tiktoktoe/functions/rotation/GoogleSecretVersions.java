package app.tiktoktoe.functions.rotation;

import app.tiktoktoe.cloud.GoogleClients;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.AddSecretVersionRequest;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretName;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.cloud.secretmanager.v1.SecretVersionName;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32C;

/** Versions of some secrets in Secret Manager. Thread-safe. */
final class GoogleSecretVersions implements SecretVersions {
  private static final int KEPT_ENABLED = 2;

  private final GoogleClients clients;
  private final Set<String> names;

  /**
   * Opens nothing yet.
   *
   * @param names the only secrets that may be asked for; those of another are an {@link
   *     IllegalArgumentException}
   */
  GoogleSecretVersions(GoogleClients clients, String... names) {
    this.clients = clients;
    this.names = Set.of(names);
  }

  @Override
  public Optional<Version> latest(String name) {
    try {
      SecretName secret = secret(name);
      SecretVersionName latest =
          SecretVersionName.of(secret.getProject(), secret.getSecret(), "latest");
      AccessSecretVersionResponse found = client().accessSecretVersion(latest);
      SecretVersion version = client().getSecretVersion(found.getName());
      return Optional.of(
          new Version(
              number(version), since(version), found.getPayload().getData().toStringUtf8()));
    } catch (NotFoundException e) {
      if (client().listSecretVersions(secret(name)).iterateAll().iterator().hasNext()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  @Override
  public void add(String name, String text) {
    ByteString data = ByteString.copyFromUtf8(text);
    CRC32C sum = new CRC32C();
    sum.update(data.asReadOnlyByteBuffer());
    client()
        .addSecretVersion(
            AddSecretVersionRequest.newBuilder()
                .setParent(secret(name).toString())
                .setPayload(SecretPayload.newBuilder().setData(data).setDataCrc32C(sum.getValue()))
                .build());
  }

  @Override
  public void disableOld(String name) {
    StreamSupport.stream(
            client().listSecretVersions(secret(name)).iterateAll().spliterator(), false)
        .sorted(Comparator.comparing(GoogleSecretVersions::number).reversed())
        .skip(KEPT_ENABLED)
        .filter(version -> version.getState() == SecretVersion.State.ENABLED)
        .forEach(version -> client().disableSecretVersion(version.getName()));
  }

  private SecretName secret(String name) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException(name + " is not one of " + names);
    }
    return SecretName.of(clients.project(), name + clients.suffix());
  }

  private static int number(SecretVersion version) {
    return Integer.parseInt(SecretVersionName.parse(version.getName()).getSecretVersion());
  }

  private static Instant since(SecretVersion version) {
    Timestamp time = version.getCreateTime();
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private SecretManagerServiceClient client() {
    return clients.secretManager();
  }
}
