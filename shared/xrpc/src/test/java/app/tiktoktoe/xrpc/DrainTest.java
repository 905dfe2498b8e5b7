package app.tiktoktoe.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SIGTERM and deadlines, in a process as the platform has it. */
class DrainTest {
  private static final int OF_EACH = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static List<JsonNode> entries(InvokerProcess process, String message) throws Exception {
    List<JsonNode> entries = new ArrayList<>();
    for (String line : process.printed()) {
      JsonNode entry = JSON.readTree(line);
      if (entry.path("message").asText().equals(message)) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** The signal takes its time to arrive. */
  private static HttpResponse<String> untilRefused(InvokerProcess process) {
    HttpResponse<String> response = process.get("/fast").join();
    while (response.statusCode() == 200) {
      response = process.get("/fast").join();
    }
    return response;
  }

  @Test
  void everyResponseInFlightArrivesWhole() throws Exception {
    try (InvokerProcess process = InvokerProcess.start(Map.of())) {
      assertEquals("fast", process.get("/fast").join().body());
      List<CompletableFuture<HttpResponse<String>>> whole =
          Stream.generate(() -> List.of(process.get("/slow"), process.get("/stream")))
              .limit(OF_EACH)
              .flatMap(List::stream)
              .toList();
      CompletableFuture<HttpResponse<String>> empty = process.get("/empty");
      process.await("begun", 2 * OF_EACH + 1);
      process.terminate();
      HttpResponse<String> refused = untilRefused(process);

      assertEquals(503, refused.statusCode());
      assertEquals("ServiceUnavailable", JSON.readTree(refused.body()).path("error").asText());
      assertEquals("1", refused.headers().firstValue("retry-after").orElse(""));
      assertEquals("close", refused.headers().firstValue("connection").orElse(""));
      for (CompletableFuture<HttpResponse<String>> response : whole) {
        assertEquals(200, response.join().statusCode());
        assertEquals(SlowFunction.WHOLE, response.join().body());
      }
      assertEquals(200, empty.join().statusCode());
      assertEquals(143, process.awaitEnd());
      JsonNode end = entries(process, "instance ended").getFirst();
      assertTrue(end.path("inFlight").asInt() >= 2 * OF_EACH + 1, end.toString());
      assertEquals(0, end.path("givenUp").asInt());
    }
  }

  @Test
  void whatDoesNotEndIsAnsweredBeforeTheInstanceGoes() throws Exception {
    try (InvokerProcess process = InvokerProcess.start(Map.of())) {
      CompletableFuture<HttpResponse<String>> sleeping = process.get("/sleeps");
      process.await("begun", 1);
      process.terminate();
      assertEquals(504, sleeping.join().statusCode());
      assertEquals(143, process.awaitEnd());
      JsonNode end = entries(process, "instance ended").getFirst();
      assertEquals(1, end.path("givenUp").asInt());
      assertTrue(end.path("durationMs").asLong() < 10_000, end.toString());
    }
  }

  @Test
  void aCallOverItsDeadlineGetsAClearAnswer() throws Exception {
    try (InvokerProcess process = InvokerProcess.start(Map.of("CLOUD_RUN_TIMEOUT_SECONDS", "3"))) {
      for (String path : List.of("/sleeps", "/spins")) {
        HttpResponse<String> late = process.get(path).join();
        assertEquals(504, late.statusCode(), path);
        assertEquals("UpstreamTimeout", JSON.readTree(late.body()).path("error").asText());
        assertEquals("close", late.headers().firstValue("connection").orElse(""));
      }
      assertEquals("fast", process.get("/fast").join().body());
      process.await("ended too late", 2);
      process.terminate();
      assertEquals(143, process.awaitEnd());
      assertEquals(3, entries(process, "request").size());
    }
  }
}
