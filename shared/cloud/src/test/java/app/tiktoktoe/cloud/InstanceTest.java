package app.tiktoktoe.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstanceTest {
  private static Optional<Duration> deadline(Map<String, String> variables) {
    return Instance.deadline("feed", Environment.of(variables));
  }

  @Test
  void aRequestIsAnsweredBeforeThePlatformGivesItUp() {
    assertEquals(Optional.empty(), deadline(Map.of()));
    assertEquals(Optional.empty(), deadline(Map.of("TIMEOUT_SECONDS", "auth=30")));
    assertEquals(
        Optional.of(Duration.ofSeconds(28)),
        deadline(Map.of("TIMEOUT_SECONDS", "auth=60,feed=30")));
    assertEquals(
        Optional.of(Duration.ofSeconds(58)),
        deadline(Map.of("CLOUD_RUN_TIMEOUT_SECONDS", "60", "TIMEOUT_SECONDS", "feed=30")));
    assertEquals(
        Optional.of(Duration.ofMillis(500)), deadline(Map.of("CLOUD_RUN_TIMEOUT_SECONDS", "1")));
  }

  @Test
  void tracesAreKeptWhereThereIsSomebodyToSendThemTo() {
    String endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    assertEquals(0, Instance.ratio(Environment.of(Map.of())));
    assertEquals(1, Instance.ratio(Environment.of(Map.of(endpoint, "http://x"))));
    assertEquals(
        0.01, Instance.ratio(Environment.of(Map.of(endpoint, "http://x", "K_SERVICE", "feed"))));
    assertEquals(
        0.5, Instance.ratio(Environment.of(Map.of(endpoint, "http://x", "TRACE_RATIO", "0.5"))));
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> Instance.ratio(Environment.of(Map.of("TRACE_RATIO", "2"))))
            .toString()
            .contains("TRACE_RATIO"));
  }
}
