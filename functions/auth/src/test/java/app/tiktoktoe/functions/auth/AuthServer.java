package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.NewSecrets;
import app.tiktoktoe.emulators.plc.PlcEmulator;
import app.tiktoktoe.emulators.secretmanager.SecretManagerEmulator;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.PubSubEmulatorExtension;
import app.tiktoktoe.testkit.PubSubProject;
import app.tiktoktoe.testkit.ServedFunction;
import app.tiktoktoe.xrpc.OperatorOnly;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.secretmanager.v1.ProjectName;
import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The auth function under the real framework, with emulators of everything that it calls. */
final class AuthServer implements AutoCloseable {
  static final String OPERATOR_PASSWORD = "open sesame";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final PlcEmulator plc;
  private final SecretManagerEmulator secretManager;
  private final PubSubProject pubsub;
  private final ServedFunction served;
  private final String project;

  private AuthServer(Map<String, String> more) throws Exception {
    project = FirestoreEmulatorExtension.freshProject();
    plc = PlcEmulator.start(new PlcEmulator.Config(0, null, InstantSource.system()));
    secretManager =
        SecretManagerEmulator.start(
            new SecretManagerEmulator.Config(0, null, InstantSource.system()));
    putSecrets(project, secretManager.hostPort());
    pubsub = new PubSubProject(PubSubEmulatorExtension.hostPort(), project);
    pubsub.topic("commits");
    pubsub.topic("mails");
    pubsub.subscription("commits", "commits-test");
    served = new ServedFunction(AuthUnderTest.class);
    Map<String, String> environment = new HashMap<>(environment());
    environment.putAll(more);
    AuthUnderTest.ENVIRONMENT.set(Map.copyOf(environment));
    served.start();
  }

  static AuthServer start() throws Exception {
    return start(Map.of());
  }

  /** With more in its environment. */
  static AuthServer start(Map<String, String> more) throws Exception {
    return new AuthServer(more);
  }

  private Map<String, String> environment() {
    return Map.of(
        "SERVICE_ORIGIN", origin(),
        "SERVICE_DID", "did:web:localhost%3A" + served.port(),
        "HANDLE_DOMAINS", ".tiktoktoe.test",
        "CHECK_ANSWERS", "on",
        "GOOGLE_CLOUD_PROJECT", project,
        "PLC_URL", plc.endpoint().toString(),
        "METERED_FIRESTORE_EMULATOR_HOST", FirestoreEmulatorExtension.hostPort(),
        "PUBSUB_EMULATOR_HOST", pubsub.hostPort(),
        "SECRETMANAGER_EMULATOR_HOST", secretManager.hostPort());
  }

  private static void putSecrets(String project, String hostPort) throws IOException {
    SecretManagerServiceSettings settings =
        SecretManagerServiceSettings.newBuilder()
            .setTransportChannelProvider(
                InstantiatingGrpcChannelProvider.newBuilder()
                    .setEndpoint(hostPort)
                    .setChannelConfigurator(channel -> channel.usePlaintext())
                    .build())
            .setCredentialsProvider(NoCredentialsProvider.create())
            .build();
    try (SecretManagerServiceClient client = SecretManagerServiceClient.create(settings)) {
      NewSecrets.generate(new SecureRandom())
          .forEach((name, value) -> putSecret(client, project, name, value));
      putSecret(client, project, OperatorOnly.PASSWORD, OPERATOR_PASSWORD);
    }
  }

  private static void putSecret(
      SecretManagerServiceClient client, String project, String name, String value) {
    Replication everywhere =
        Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()).build();
    Secret secret =
        client.createSecret(
            ProjectName.of(project), name, Secret.newBuilder().setReplication(everywhere).build());
    client.addSecretVersion(
        secret.getName(),
        SecretPayload.newBuilder().setData(ByteString.copyFromUtf8(value)).build());
  }

  /** An answer. */
  record Answer(int status, String body, HttpResponse<String> http) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + body, e);
      }
    }

    String text(String field) {
      return json().path(field).asText();
    }
  }

  String origin() {
    return served.origin();
  }

  String project() {
    return project;
  }

  PubSubProject pubsub() {
    return pubsub;
  }

  PlcEmulator plc() {
    return plc;
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  Answer get(String path, String token) throws IOException, InterruptedException {
    return send(request(path).header("Authorization", "Bearer " + token).GET().build());
  }

  Answer post(String nsid, String json) throws IOException, InterruptedException {
    return send(
        request("/xrpc/" + nsid)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  Answer post(String nsid, String token, String json) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request("/xrpc/" + nsid).header("Authorization", "Bearer " + token);
    return send(
        json.isEmpty()
            ? request.POST(BodyPublishers.noBody()).build()
            : request
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
  }

  /** As the operator; a POST when there is an input. */
  Answer asOperator(String path, String password, String json)
      throws IOException, InterruptedException {
    String user =
        Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
    HttpRequest.Builder request = request(path).header("Authorization", "Basic " + user);
    return send(
        json.isEmpty()
            ? request.GET().build()
            : request
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(origin() + path));
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body(), response);
  }

  /** A GET with a {@code Host} header of the test's choice: status line, headers and body. */
  String getFromHost(String host, String path) throws IOException {
    try (Socket socket = new Socket("localhost", served.port())) {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    try {
      served.close();
    } catch (Exception e) {
      throw new IllegalStateException("the framework does not stop", e);
    }
    http.close();
    pubsub.close();
    secretManager.close();
    plc.close();
  }
}
