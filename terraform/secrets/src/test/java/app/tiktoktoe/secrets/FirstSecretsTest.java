package app.tiktoktoe.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.accounts.AccountSecrets;
import app.tiktoktoe.accounts.NewSecrets;
import app.tiktoktoe.emulators.secretmanager.SecretManagerEmulator;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.secretmanager.v1.ProjectName;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretName;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.secretmanager.v1.SecretVersionName;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FirstSecretsTest {
  private static final String PROJECT = "demo-first";
  private static final List<String> NAMES =
      List.of(
          "session-signing-key",
          "session-verification-keys",
          "plc-rotation-key",
          "account-key-encryption",
          "dpop-nonce-keys",
          "mail-suppression-key");

  private final List<String> said = new ArrayList<>();
  private SecretManagerEmulator emulator;
  private SecretManagerServiceClient client;

  @BeforeEach
  void start() throws IOException {
    emulator =
        SecretManagerEmulator.start(
            new SecretManagerEmulator.Config(0, null, InstantSource.system()));
    client =
        SecretManagerServiceClient.create(
            SecretManagerServiceSettings.newBuilder()
                .setTransportChannelProvider(
                    InstantiatingGrpcChannelProvider.newBuilder()
                        .setEndpoint(emulator.hostPort())
                        .setChannelConfigurator(channel -> channel.usePlaintext())
                        .build())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void everySecretGetsTheValueMadeForIt() {
    create("");
    Map<String, String> values = NewSecrets.generate(new SecureRandom());
    fill("", values);
    for (String name : NAMES) {
      assertEquals(values.get(name), value(name));
    }
  }

  @Test
  void aSecondRunChangesNothing() {
    create("");
    Map<String, String> values = NewSecrets.generate(new SecureRandom());
    fill("", values);
    fill("", NewSecrets.generate(new SecureRandom()));
    for (String name : NAMES) {
      assertEquals(values.get(name), value(name));
    }
    assertTrue(said.contains("session-signing-key has a value"), said::toString);
  }

  @Test
  void aRunThatBrokeOffBetweenTheSessionKeysIsCompletedWithAPair() {
    create("");
    Map<String, String> first = NewSecrets.generate(new SecureRandom());
    add(
        "session-verification-keys",
        Objects.requireNonNull(first.get(AccountSecrets.SESSION_VERIFICATION_KEYS)));
    Map<String, String> second = NewSecrets.generate(new SecureRandom());
    fill("", second);
    assertEquals(second.get("session-signing-key"), value("session-signing-key"));
    assertEquals(second.get("session-verification-keys"), value("session-verification-keys"));
  }

  @Test
  void aBranchHasItsOwn() {
    create("-topic");
    fill("-topic", NewSecrets.generate(new SecureRandom()));
    assertFalse(value("plc-rotation-key-topic").isEmpty());
  }

  @Test
  void nothingIsMadeThatTerraformShouldMake() {
    Map<String, String> values = NewSecrets.generate(new SecureRandom());
    assertThrows(NotFoundException.class, () -> fill("", values));
  }

  @Test
  void valuesAreNotPrinted() {
    create("");
    Map<String, String> values = NewSecrets.generate(new SecureRandom());
    fill("", values);
    values
        .values()
        .forEach(value -> assertTrue(said.stream().noneMatch(line -> line.contains(value))));
    assertEquals(NAMES.size(), said.size());
  }

  @Test
  void leakedSessionKeysAreReplacedAndTheOldOnesDisabled() {
    create("");
    Map<String, String> leaked = NewSecrets.generate(new SecureRandom());
    fill("", leaked);
    Map<String, String> fresh = NewSecrets.generate(new SecureRandom());
    new ReplacedSessionKeys(client, said::add).replace(PROJECT, "", fresh);
    for (String name : List.of("session-signing-key", "session-verification-keys")) {
      assertEquals(fresh.get(name), value(name));
      assertThrows(
          FailedPreconditionException.class,
          () -> client.accessSecretVersion(SecretVersionName.of(PROJECT, name, "1")));
    }
    assertEquals(leaked.get("account-key-encryption"), value("account-key-encryption"));
    assertEquals(leaked.get("plc-rotation-key"), value("plc-rotation-key"));
  }

  private void fill(String suffix, Map<String, String> values) {
    new FirstSecrets(client, said::add).fill(PROJECT, suffix, values);
  }

  private void create(String suffix) {
    Secret secret =
        Secret.newBuilder()
            .setReplication(
                Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()))
            .build();
    NAMES.forEach(name -> client.createSecret(ProjectName.of(PROJECT), name + suffix, secret));
  }

  private void add(String name, String value) {
    client.addSecretVersion(
        SecretName.of(PROJECT, name),
        SecretPayload.newBuilder().setData(ByteString.copyFromUtf8(value)).build());
  }

  private String value(String name) {
    return client
        .accessSecretVersion(SecretVersionName.of(PROJECT, name, "latest"))
        .getPayload()
        .getData()
        .toStringUtf8();
  }
}
