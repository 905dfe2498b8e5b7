package app.tiktoktoe.emulators.secretmanager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.UnimplementedException;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.cloud.secretmanager.v1.ProjectName;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretName;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretManagerEmulatorTest {
  private static final String PROJECT = "projects/demo";
  private static final String KEY = "projects/demo/secrets/jwt-key";
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

  @TempDir Path directory;
  private SecretManagerEmulator emulator;
  private SecretManagerServiceClient client;

  @BeforeEach
  void start() throws IOException {
    emulator = SecretManagerEmulator.start(new SecretManagerEmulator.Config(0, directory, CLOCK));
    client = connect(emulator.hostPort());
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  private static SecretManagerServiceClient connect(String hostPort) throws IOException {
    return SecretManagerServiceClient.create(
        SecretManagerServiceSettings.newBuilder()
            .setTransportChannelProvider(
                InstantiatingGrpcChannelProvider.newBuilder()
                    .setEndpoint(hostPort)
                    .setChannelConfigurator(builder -> builder.usePlaintext())
                    .build())
            .setCredentialsProvider(NoCredentialsProvider.create())
            .build());
  }

  private void restart() throws IOException {
    stop();
    start();
  }

  private Secret create(String id) {
    Replication automatic =
        Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()).build();
    return client.createSecret(
        ProjectName.of("demo"), id, Secret.newBuilder().setReplication(automatic).build());
  }

  private SecretVersion add(String value) {
    return client.addSecretVersion(SecretName.of("demo", "jwt-key"), payload(value));
  }

  private static SecretPayload payload(String value) {
    return SecretPayload.newBuilder().setData(ByteString.copyFromUtf8(value)).build();
  }

  private String access(String version) {
    return client
        .accessSecretVersion(KEY + "/versions/" + version)
        .getPayload()
        .getData()
        .toStringUtf8();
  }

  @Test
  void latestIsTheNewestVersion() {
    Secret secret = create("jwt-key");
    assertEquals(KEY, secret.getName());
    assertEquals(CLOCK.instant().getEpochSecond(), secret.getCreateTime().getSeconds());
    assertEquals(KEY + "/versions/1", add("one").getName());
    assertEquals(KEY + "/versions/2", add("two").getName());

    assertEquals("two", access("latest"));
    assertEquals("one", access("1"));
    assertEquals(KEY + "/versions/2", client.getSecretVersion(KEY + "/versions/latest").getName());
    assertEquals(secret, client.getSecret(KEY));
  }

  @Test
  void payloadsCarryTheirChecksum() {
    create("jwt-key");
    add("123456789");
    AccessSecretVersionResponse found = client.accessSecretVersion(KEY + "/versions/1");
    // The check value of CRC-32C in the catalogue of parametrised CRC algorithms.
    assertEquals(0xE3069283L, found.getPayload().getDataCrc32C());

    SecretPayload wrong = payload("x").toBuilder().setDataCrc32C(1).build();
    assertThrows(InvalidArgumentException.class, () -> client.addSecretVersion(KEY, wrong));
    SecretPayload right = payload("123456789").toBuilder().setDataCrc32C(0xE3069283L).build();
    assertTrue(client.addSecretVersion(KEY, right).getClientSpecifiedPayloadChecksum());
  }

  @Test
  void whatIsMissingIsNotFound() {
    assertThrows(NotFoundException.class, () -> client.getSecret(KEY));
    assertThrows(NotFoundException.class, () -> add("one"));
    assertThrows(NotFoundException.class, () -> access("latest"));
    assertThrows(NotFoundException.class, () -> client.deleteSecret(KEY));
    create("jwt-key");
    assertThrows(NotFoundException.class, () -> access("latest"));
    assertThrows(NotFoundException.class, () -> access("1"));
    assertThrows(NotFoundException.class, () -> client.disableSecretVersion(KEY + "/versions/7"));
  }

  @Test
  void aSecretIsCreatedOnce() {
    create("jwt-key");
    assertThrows(AlreadyExistsException.class, () -> create("jwt-key"));
  }

  @Test
  void onlyEnabledVersionsAreRead() {
    create("jwt-key");
    add("one");
    client.disableSecretVersion(KEY + "/versions/1");
    assertThrows(FailedPreconditionException.class, () -> access("1"));
    assertThrows(FailedPreconditionException.class, () -> access("latest"));
    client.enableSecretVersion(KEY + "/versions/1");
    assertEquals("one", access("latest"));

    SecretVersion destroyed = client.destroySecretVersion(KEY + "/versions/1");
    assertEquals(SecretVersion.State.DESTROYED, destroyed.getState());
    assertTrue(destroyed.hasDestroyTime());
    assertThrows(FailedPreconditionException.class, () -> access("1"));
    assertThrows(
        FailedPreconditionException.class, () -> client.enableSecretVersion(KEY + "/versions/1"));
    assertThrows(
        FailedPreconditionException.class, () -> client.destroySecretVersion(KEY + "/versions/1"));
  }

  @Test
  void listsAreNewestFirstAndPaged() {
    create("a");
    create("jwt-key");
    create("c");
    client.createSecret(
        ProjectName.of("other"), "d", client.getSecret(KEY).toBuilder().clearName().build());
    ListSecretsRequest request =
        ListSecretsRequest.newBuilder().setParent(PROJECT).setPageSize(2).build();
    var first = client.listSecrets(request).getPage();
    assertEquals(2, StreamSupport.stream(first.getValues().spliterator(), false).count());
    assertTrue(first.hasNextPage());
    List<String> all =
        StreamSupport.stream(client.listSecrets(request).iterateAll().spliterator(), false)
            .map(Secret::getName)
            .toList();
    assertEquals(List.of(PROJECT + "/secrets/c", KEY, PROJECT + "/secrets/a"), all);

    add("one");
    add("two");
    List<String> versions =
        StreamSupport.stream(client.listSecretVersions(KEY).iterateAll().spliterator(), false)
            .map(SecretVersion::getName)
            .toList();
    assertEquals(List.of(KEY + "/versions/2", KEY + "/versions/1"), versions);
  }

  @Test
  void everythingSurvivesARestart() throws IOException {
    create("jwt-key");
    create("gone");
    add("one");
    add("two");
    add("three");
    client.disableSecretVersion(KEY + "/versions/2");
    client.destroySecretVersion(KEY + "/versions/1");
    client.deleteSecret(PROJECT + "/secrets/gone");
    Secret before = client.getSecret(KEY);
    restart();

    assertEquals(before, client.getSecret(KEY));
    assertEquals("three", access("latest"));
    assertEquals(
        SecretVersion.State.DESTROYED, client.getSecretVersion(KEY + "/versions/1").getState());
    assertThrows(FailedPreconditionException.class, () -> access("2"));
    client.enableSecretVersion(KEY + "/versions/2");
    assertEquals("two", access("2"));
    assertThrows(NotFoundException.class, () -> client.getSecret(PROJECT + "/secrets/gone"));
    assertEquals(KEY + "/versions/4", add("four").getName());
  }

  @Test
  void destroyedAndDeletedBytesLeaveTheDisk() throws IOException {
    create("jwt-key");
    add("one");
    client.destroySecretVersion(KEY + "/versions/1");
    assertFalse(Files.exists(directory.resolve("demo/jwt-key/1.payload")));
    add("two");
    client.deleteSecret(KEY);
    try (Stream<Path> left = Files.walk(directory)) {
      assertEquals(List.of(), left.filter(Files::isRegularFile).toList());
    }
  }

  @Test
  void whatIsNotSupportedIsRefused() {
    create("jwt-key");
    ListSecretsRequest filtered =
        ListSecretsRequest.newBuilder().setParent(PROJECT).setFilter("labels.a=b").build();
    assertThrows(InvalidArgumentException.class, () -> client.listSecrets(filtered).getPage());
    assertThrows(InvalidArgumentException.class, () -> create("has/slash"));
    assertThrows(
        InvalidArgumentException.class, () -> client.getSecret("projects/demo/secrets/../../etc"));
    assertThrows(
        InvalidArgumentException.class,
        () -> client.createSecret(PROJECT, "no-replication", Secret.getDefaultInstance()));
    assertThrows(InvalidArgumentException.class, () -> client.addSecretVersion(KEY, payload("")));
    Secret secret = client.getSecret(KEY);
    assertThrows(
        UnimplementedException.class,
        () -> client.updateSecret(secret, FieldMask.getDefaultInstance()));
  }

  @Test
  void withoutADirectoryNothingIsKept() throws IOException {
    var config = new SecretManagerEmulator.Config(0, null, CLOCK);
    try (SecretManagerEmulator memory = SecretManagerEmulator.start(config);
        SecretManagerServiceClient other = connect(memory.hostPort())) {
      Secret secret = Secret.newBuilder().setReplication(Replication.getDefaultInstance()).build();
      other.createSecret(ProjectName.of("demo"), "s", secret);
      assertEquals("projects/demo/secrets/s", other.getSecret("projects/demo/secrets/s").getName());
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(), files.toList());
    }
  }
}
