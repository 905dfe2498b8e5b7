package app.tiktoktoe.emulators.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/** The few calls that a crash test needs. A session is its JSON. */
final class PlainClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "correct horse";
  private static final int FAST_ATTEMPTS = 100;
  private static final int ATTEMPTS = 1000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;

  PlainClient(URI service) {
    this.service = service;
  }

  String signUp(String handle) throws IOException, InterruptedException {
    ObjectNode input = object().put("handle", handle).put("password", PASSWORD);
    input.put("email", handle + "@mail.test");
    return post("com.atproto.server.createAccount", "", input).body();
  }

  String signIn(String handle) throws IOException, InterruptedException {
    ObjectNode input = object().put("identifier", handle).put("password", PASSWORD);
    return post("com.atproto.server.createSession", "", input).body();
  }

  void follow(String session, String subject) throws IOException, InterruptedException {
    create(session, "app.bsky.graph.follow", object().put("subject", did(subject)));
  }

  /** Posts, and takes no answer for one: the server may die meanwhile. */
  void tryPost(String session, String text) {
    try {
      create(session, "app.bsky.feed.post", object().put("text", text));
    } catch (IOException e) {
      // The record is looked for in the repository, whatever was answered.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Posts about another account, and returns the id of the request. */
  String mention(String session, String subject, String text)
      throws IOException, InterruptedException {
    ObjectNode record = object().put("text", text);
    ObjectNode facet = record.putArray("facets").addObject();
    facet.putObject("index").put("byteStart", 0).put("byteEnd", text.length());
    facet
        .putArray("features")
        .addObject()
        .put("$type", "app.bsky.richtext.facet#mention")
        .put("did", did(subject));
    return create(session, "app.bsky.feed.post", record)
        .headers()
        .firstValue("X-Request-Id")
        .orElse("");
  }

  private HttpResponse<String> create(String session, String collection, ObjectNode record)
      throws IOException, InterruptedException {
    ObjectNode input = object().put("repo", did(session)).put("collection", collection);
    input.set("record", record.put("$type", collection).put("createdAt", Instant.now().toString()));
    return post("com.atproto.repo.createRecord", session, input);
  }

  /** Waits until the account's repository holds a post with {@code text}. */
  void awaitRecord(String session, String text) throws IOException, InterruptedException {
    String query = "?collection=app.bsky.feed.post&repo=" + did(session);
    if (!appears("com.atproto.repo.listRecords" + query, session, text)) {
      throw new IllegalStateException("never committed: " + text);
    }
  }

  boolean timelineGets(String session, String text) throws IOException, InterruptedException {
    return appears("app.bsky.feed.getTimeline", session, text);
  }

  private boolean appears(String query, String session, String text)
      throws IOException, InterruptedException {
    for (int i = 0; i < ATTEMPTS; i++) {
      if (send(request(query, session).GET()).body().contains(text)) {
        return true;
      }
      Thread.sleep(i < FAST_ATTEMPTS ? 2 : 100);
    }
    return false;
  }

  private HttpResponse<String> post(String method, String session, JsonNode input)
      throws IOException, InterruptedException {
    return send(
        request(method, session)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(input.toString())));
  }

  private HttpRequest.Builder request(String method, String session) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.resolve("/xrpc/" + method)).timeout(Duration.ofSeconds(20));
    if (!session.isEmpty()) {
      String token = JSON.readTree(session).path("accessJwt").asText();
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return response;
  }

  private static String did(String session) throws IOException {
    return JSON.readTree(session).path("did").asText();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
