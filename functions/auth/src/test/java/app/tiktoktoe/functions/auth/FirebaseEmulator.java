package app.tiktoktoe.functions.auth;

import com.google.firebase.internal.FirebaseProcessEnvironment;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/** What firebase-admin asks of the emulator of Firebase Auth, for the whole process. */
final class FirebaseEmulator implements AutoCloseable {
  static final String VARIABLE = "FIREBASE_AUTH_EMULATOR_HOST";

  private final AtomicReference<FirebasePeople> people = new AtomicReference<>();
  private final HttpServer server;

  private FirebaseEmulator() throws IOException {
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    FirebaseProcessEnvironment.setenv(VARIABLE, hostPort());
  }

  static FirebaseEmulator start() throws IOException {
    return new FirebaseEmulator();
  }

  /** Whose users it tells of. */
  void serve(FirebasePeople of) {
    people.set(of);
  }

  String hostPort() {
    return "localhost:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path =
        "/identitytoolkit.googleapis.com/v1/projects/%s/accounts:lookup"
            .formatted(people.get().project());
    boolean known = exchange.getRequestURI().getPath().equals(path);
    byte[] answer = (known ? people.get().lookup(body) : "{}").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(known ? 200 : 404, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  /** Answers nobody any more; the process keeps asking it. */
  void stop() {
    server.stop(0);
  }

  @Override
  public void close() {
    FirebaseProcessEnvironment.clearCache();
    stop();
  }
}
