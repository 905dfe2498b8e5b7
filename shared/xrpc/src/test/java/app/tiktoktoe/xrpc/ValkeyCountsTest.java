package app.tiktoktoe.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.cloud.StructuredLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the real server; two counts are two instances of functions. */
class ValkeyCountsTest {
  /** Longer than any pause of a busy machine: what is tested is not who is late. */
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private static final RateLimit FIFTY = new RateLimit("fifty", 50, Duration.ofMinutes(5));
  private static final RateLimit THREE = new RateLimit("three", 3, Duration.ofHours(1));

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private ValkeyServer server;

  @BeforeEach
  void start() throws IOException {
    server = ValkeyServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ValkeyCounts instance(Duration deadline) {
    return new ValkeyCounts(
        server.address(),
        deadline,
        new InstanceCounts(() -> now),
        new StructuredLog("test", log, () -> now),
        () -> now);
  }

  private long logged(String message) {
    return log.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.contains("\"message\":\"" + message + "\""))
        .count();
  }

  private static long used(Counts counts, String who) {
    return counts.count(who, List.of(THREE)).getFirst().used();
  }

  @Test
  void twoInstancesHoldOneLimitExactly() throws Exception {
    List<ValkeyCounts> instances = List.of(instance(PATIENT), instance(PATIENT));
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ValkeyCounts instance = instances.get(i % 2);
      calls.add(() -> instance.count("a", List.of(FIFTY)).getFirst().isAllowed());
    }
    int allowed = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        allowed += call.get() ? 1 : 0;
      }
    }
    assertEquals(50, allowed);
    assertEquals(0, logged("limits degraded"));
  }

  @Test
  void aWindowEndsWithItsFirstCall() {
    List<Standing> standings = instance(PATIENT).count("a", List.of(THREE, FIFTY));
    assertEquals(now.plus(Duration.ofHours(1)), standings.getFirst().reset());
    assertEquals(now.plus(Duration.ofMinutes(5)), standings.getLast().reset());
    Instant reset = instance(PATIENT).count("a", List.of(THREE)).getFirst().reset();
    assertFalse(reset.isAfter(now.plus(Duration.ofHours(1))));
  }

  @Test
  void anInstanceGoesOnByItselfWhileTheServerIsDown() throws Exception {
    ValkeyCounts one = instance(PATIENT);
    ValkeyCounts other = instance(PATIENT);
    assertEquals(1, used(one, "a"));
    assertEquals(2, used(other, "a"));
    server.kill();
    assertEquals(2, used(one, "a"));
    assertEquals(3, used(one, "a"));
    assertFalse(one.count("a", List.of(THREE)).getFirst().isAllowed());
    assertTrue(other.count("a", List.of(THREE)).getFirst().isAllowed());
    assertEquals(2, logged("limits degraded"));
    now = now.plus(ValkeyCounts.PAUSE);
    assertEquals(5, used(one, "a"));
    assertEquals(3, logged("limits degraded"));

    server.startAgain();
    assertEquals(6, used(one, "a"));
    assertEquals(0, logged("limits exact"));
    now = now.plus(ValkeyCounts.PAUSE);
    assertEquals(1, used(one, "b"));
    assertEquals(2, used(other, "b"));
    assertEquals(2, logged("limits exact"));
  }

  @Test
  void nobodyWaitsForAServerThatHangs() throws Exception {
    ValkeyCounts connected = instance(Duration.ofSeconds(2));
    assertEquals(1, used(connected, "a"));
    server.freeze();
    assertEquals(2, used(connected, "a"));
    assertEquals(1, logged("limits degraded"));
    // Would never return if it waited for a first connection.
    ValkeyCounts young = instance(Duration.ofMillis(50));
    for (int i = 1; i <= 3; i++) {
      assertEquals(i, used(young, "b"));
    }
    assertFalse(young.count("b", List.of(THREE)).getFirst().isAllowed());
  }

  @Test
  void anAddressIsAUrlOfAServer() {
    for (String bad : List.of("http://localhost:1", "localhost:6379", "redis:/x")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new ValkeyAddress(URI.create(bad), Optional.empty(), false),
          bad);
    }
  }
}
