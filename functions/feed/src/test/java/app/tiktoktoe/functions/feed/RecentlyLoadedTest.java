package app.tiktoktoe.functions.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.tiktoktoe.testkit.MutableClock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentlyLoadedTest {
  private final MutableClock clock = new MutableClock();
  private final RecentlyLoaded<String, Integer> lengths = new RecentlyLoaded<>(3, clock);
  private final AtomicInteger loads = new AtomicInteger();

  private Map<String, Integer> load(Collection<String> keys) {
    Map<String, Integer> found = new HashMap<>();
    for (String key : keys) {
      loads.incrementAndGet();
      if (!key.isEmpty()) {
        found.put(key, key.length());
      }
    }
    return found;
  }

  @Test
  void keepsForTenSecondsFromTheLoad() {
    assertEquals(Map.of("a", 1, "bb", 2), lengths.find(List.of("a", "bb", "a"), this::load));
    clock.advance(Duration.ofMillis(9_999));
    lengths.find(List.of("a"), this::load);
    assertEquals(2, loads.get());
    clock.advance(Duration.ofMillis(1));
    lengths.find(List.of("a"), this::load);
    assertEquals(3, loads.get());
  }

  @Test
  void doesNotRememberWhatIsMissing() {
    assertEquals(Map.of(), lengths.find(List.of(""), this::load));
    lengths.find(List.of(""), this::load);
    assertEquals(2, loads.get());
  }

  @Test
  void letsTheOldestGo() {
    lengths.find(List.of("a", "b", "c", "d"), this::load);
    lengths.find(List.of("d", "c", "b"), this::load);
    assertEquals(4, loads.get());
    lengths.find(List.of("a"), this::load);
    assertEquals(5, loads.get());
  }

  @Test
  void loadsOnceForReadersAtTheSameTime() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Map<String, Integer>> first =
          threads.submit(
              () ->
                  lengths.find(
                      List.of("a"),
                      keys -> {
                        loading.countDown();
                        await(go);
                        return load(keys);
                      }));
      loading.await();
      Future<Map<String, Integer>> second =
          threads.submit(() -> lengths.find(List.of("a"), this::load));
      go.countDown();
      assertEquals(Map.of("a", 1), first.get());
      assertEquals(Map.of("a", 1), second.get());
    }
    assertEquals(1, loads.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void forgetsAFailedLoad() {
    assertThrows(
        UnsupportedOperationException.class,
        () ->
            lengths.find(
                List.of("a"),
                keys -> {
                  throw new UnsupportedOperationException();
                }));
    assertEquals(Map.of("a", 1), lengths.find(List.of("a"), this::load));
  }
}
