package app.tiktoktoe.functions.rotation;

import app.tiktoktoe.accounts.NewSecrets;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.emulators.secretmanager.SecretManagerEmulator;
import com.google.cloud.secretmanager.v1.ProjectName;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretName;
import com.google.cloud.secretmanager.v1.SecretVersion;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An emulated Secret Manager and Google's client on it. */
final class TestSecretManager implements AutoCloseable {
  static final String PROJECT = "demo-rotation";
  private static final Map<String, String> VALUES = NewSecrets.generate(new SecureRandom());

  static final String SUFFIX = "-x1";

  private final SecretManagerEmulator emulator;
  final SecretVersions versions;
  private final SecretManagerServiceClient client;

  TestSecretManager(InstantSource clock) throws IOException {
    emulator = SecretManagerEmulator.start(new SecretManagerEmulator.Config(0, null, clock));
    GoogleClients clients = new GoogleClients(Environment.of(environment()));
    client = clients.secretManager();
    versions = new GoogleSecretVersions(clients, VALUES.keySet().toArray(String[]::new));
  }

  Map<String, String> environment() {
    return Map.of(
        "GOOGLE_CLOUD_PROJECT",
        PROJECT,
        "RESOURCE_SUFFIX",
        SUFFIX,
        "SECRETMANAGER_EMULATOR_HOST",
        emulator.hostPort());
  }

  /** Every secret that accounts need, without a version. */
  void createAll() {
    Secret secret =
        Secret.newBuilder()
            .setReplication(
                Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()))
            .build();
    VALUES
        .keySet()
        .forEach(name -> client.createSecret(ProjectName.of(PROJECT), name + SUFFIX, secret));
  }

  /** Every secret that accounts need, as a new installation has them. */
  void seed() {
    createAll();
    VALUES.forEach(versions::add);
  }

  String text(String name) {
    return versions.latest(name).orElseThrow().text();
  }

  int number(String name) {
    return versions.latest(name).orElseThrow().number();
  }

  /** The states of a secret's versions, the first version's first. */
  List<SecretVersion.State> states(String name) {
    List<SecretVersion.State> states = new ArrayList<>();
    client
        .listSecretVersions(SecretName.of(PROJECT, name + SUFFIX))
        .iterateAll()
        .forEach(version -> states.add(0, version.getState()));
    return states;
  }

  @Override
  public void close() {
    client.close();
    emulator.close();
  }
}
