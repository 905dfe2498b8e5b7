package app.tiktoktoe.functions.notifications;

import app.tiktoktoe.accounts.AccountSecrets;
import app.tiktoktoe.accounts.NewSecrets;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.emulators.secretmanager.SecretManagerEmulator;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.secretmanager.v1.ProjectName;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretName;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.protobuf.ByteString;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The service that the function is part of: its settings, its secrets and its session tokens. */
final class TestService implements AutoCloseable {
  static final String ORIGIN = "https://tiktoktoe.test";
  private static final Did DID = Did.parse("did:web:tiktoktoe.test");
  private static final String JTI = "A".repeat(22) + "." + "B".repeat(22);

  private final String project;
  private final SecretManagerEmulator secretManager;
  private final RSAKey key;

  private TestService(String project, SecretManagerEmulator secretManager, RSAKey key) {
    this.project = project;
    this.secretManager = secretManager;
    this.key = key;
  }

  static TestService start(String project) throws IOException, ParseException {
    SecretManagerEmulator emulator =
        SecretManagerEmulator.start(
            new SecretManagerEmulator.Config(0, null, InstantSource.system()));
    Map<String, String> secrets = NewSecrets.generate(new SecureRandom());
    String name = AccountSecrets.SESSION_VERIFICATION_KEYS;
    put(emulator.hostPort(), project, name, Objects.requireNonNull(secrets.get(name)));
    String key = Objects.requireNonNull(secrets.get(AccountSecrets.SESSION_SIGNING_KEY));
    return new TestService(project, emulator, RSAKey.parse(key));
  }

  private static void put(String hostPort, String project, String name, String value)
      throws IOException {
    SecretManagerServiceSettings.Builder settings =
        SecretManagerServiceSettings.newBuilder()
            .setTransportChannelProvider(
                InstantiatingGrpcChannelProvider.newBuilder()
                    .setEndpoint(hostPort)
                    .setChannelConfigurator(channel -> channel.usePlaintext())
                    .build())
            .setCredentialsProvider(NoCredentialsProvider.create());
    try (SecretManagerServiceClient client = SecretManagerServiceClient.create(settings.build())) {
      Replication replication =
          Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()).build();
      client.createSecret(
          ProjectName.of(project), name, Secret.newBuilder().setReplication(replication).build());
      client.addSecretVersion(
          SecretName.of(project, name),
          SecretPayload.newBuilder().setData(ByteString.copyFromUtf8(value)).build());
    }
  }

  /** The variables of a deployed function, without Secret Manager. */
  static Map<String, String> environment(String project) {
    return Map.of(
        "SERVICE_ORIGIN",
        ORIGIN,
        "SERVICE_DID",
        DID.value(),
        "HANDLE_DOMAINS",
        ".test",
        "CHECK_ANSWERS",
        "on",
        "LIMITS",
        "off",
        "GOOGLE_CLOUD_PROJECT",
        project,
        "METERED_FIRESTORE_EMULATOR_HOST",
        FirestoreEmulatorExtension.hostPort(),
        "SECRETMANAGER_EMULATOR_HOST",
        "127.0.0.1:1");
  }

  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(environment(project));
    environment.put("SECRETMANAGER_EMULATOR_HOST", secretManager.hostPort());
    return environment;
  }

  /** An access token from {@code issuedAt} for a day. */
  String token(Did account, Instant issuedAt) throws JOSEException {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience(DID.value())
            .subject(account.value())
            .claim("scope", "com.atproto.access")
            .issueTime(Date.from(issuedAt))
            .expirationTime(Date.from(issuedAt.plus(Duration.ofDays(1))))
            .jwtID(JTI)
            .build();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key.getKeyID())
                .build(),
            claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  @Override
  public void close() {
    secretManager.close();
  }
}
