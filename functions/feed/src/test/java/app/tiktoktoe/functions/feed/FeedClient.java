package app.tiktoktoe.functions.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.testkit.ServedFunction;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.firestore.Firestore;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the function over HTTP, behind the real framework; answers are checked by lexicon. */
final class FeedClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestService service;
  private final ServedFunction served;

  private FeedClient(TestService service, ServedFunction served) {
    this.service = service;
    this.served = served;
  }

  static FeedClient start(Firestore firestore) throws Exception {
    TestService service = TestService.start(firestore.getOptions().getProjectId());
    ServedFunction served = new ServedFunction(WiredFeed.class);
    WiredFeed.environment = service.environment();
    served.start();
    return new FeedClient(service, served);
  }

  /** Queries {@code method} (without {@code app.bsky.}) with parameters by name and value. */
  HttpResponse<String> get(@Nullable Did as, String method, String... parameters) throws Exception {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < parameters.length; i += 2) {
      pairs.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    return HTTP.send(
        request(as, method + "?" + String.join("&", pairs)).build(), BodyHandlers.ofString());
  }

  /** Calls a procedure with an input. */
  HttpResponse<String> post(@Nullable Did as, String method, Map<String, ?> input)
      throws Exception {
    return HTTP.send(
        request(as, method)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(input)))
            .build(),
        BodyHandlers.ofString());
  }

  /** The answer of a query that succeeds. */
  JsonNode ok(@Nullable Did as, String method, String... parameters) throws Exception {
    HttpResponse<String> response = get(as, method, parameters);
    assertEquals(200, response.statusCode(), response.body());
    return JSON.readTree(response.body());
  }

  /** Calls a procedure that succeeds and answers nothing. */
  void done(Did as, String method, Map<String, ?> input) throws Exception {
    HttpResponse<String> response = post(as, method, input);
    assertEquals("200 ", response.statusCode() + " " + response.body());
  }

  static void assertRefused(int status, String error, String message, HttpResponse<String> response)
      throws Exception {
    JsonNode body = JSON.readTree(response.body());
    assertEquals(
        status + " " + error + " " + message,
        response.statusCode()
            + " "
            + body.path("error").asText()
            + " "
            + body.path("message").asText());
  }

  /** The handles in a list of accounts, without {@code .test}. */
  static List<String> names(JsonNode accounts) {
    List<String> names = new ArrayList<>();
    accounts.forEach(account -> names.add(account.path("handle").asText().replace(".test", "")));
    return names;
  }

  private HttpRequest.Builder request(@Nullable Did as, String path) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://localhost:%d/xrpc/app.bsky.%s".formatted(served.port(), path)));
    if (as != null) {
      request.header("Authorization", "Bearer " + service.token(as, Instant.now()));
    }
    return request;
  }

  void close() throws Exception {
    served.close();
    service.close();
  }
}
