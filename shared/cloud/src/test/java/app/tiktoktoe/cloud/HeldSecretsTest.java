package app.tiktoktoe.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class HeldSecretsTest {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final List<String> reads = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private String value = "one";
  private boolean broken;
  private final HeldSecrets secrets = new HeldSecrets(this::read, LONGEST, () -> now.toNanos());

  private String read(String name) {
    reads.add(name);
    if (broken) {
      throw new IllegalStateException("broken");
    }
    return name + " " + value;
  }

  private void later(Duration time) {
    now = now.plus(time);
  }

  @Test
  void aNewVersionIsSeenAfterTheLongestAge() {
    assertEquals("key one", secrets.text("key"));
    value = "two";
    later(LONGEST);
    assertEquals("key one", secrets.text("key"));
    later(Duration.ofMillis(1));
    assertEquals("key two", secrets.text("key"));
    assertEquals(List.of("key", "key"), reads);
  }

  @Test
  void whoAsksForLessAgeSeesItSooner() {
    secrets.text("key");
    value = "two";
    later(Duration.ofSeconds(10));
    assertEquals("key one", secrets.text("key", Duration.ofSeconds(10)));
    later(Duration.ofMillis(1));
    assertEquals("key two", secrets.text("key", Duration.ofSeconds(10)));
    assertEquals("key two", secrets.text("key"));
    assertEquals(2, reads.size());
  }

  @Test
  void whoAsksForMoreAgeThanTheLongestGetsNoOlderOne() {
    secrets.text("key");
    value = "two";
    later(LONGEST.plusMillis(1));
    assertEquals("key two", secrets.text("key", Duration.ofDays(1)));
  }

  @Test
  void eachNameIsItsOwn() {
    assertEquals("a one", secrets.text("a"));
    assertEquals("b one", secrets.text("b"));
  }

  @Test
  void theFirstReadFailsWhenTheSourceDoes() {
    broken = true;
    assertThrows(IllegalStateException.class, () -> secrets.text("key"));
    broken = false;
    assertEquals("key one", secrets.text("key"));
  }

  @Test
  void aKnownValueOutlivesAnOutageAndTheSourceIsNotPressed() {
    secrets.text("key");
    broken = true;
    later(LONGEST.plusMillis(1));
    assertEquals("key one", secrets.text("key"));
    assertEquals("key one", secrets.text("key", Duration.ZERO));
    assertEquals(2, reads.size());
    broken = false;
    value = "two";
    later(HeldSecrets.PAUSE);
    assertEquals("key two", secrets.text("key"));
  }

  @Test
  void whileOneThreadReadsAgainTheOthersUseWhatIsKnown() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    HeldSecrets slow =
        new HeldSecrets(
            name -> {
              if (now.isZero()) {
                return "one";
              }
              reading.countDown();
              awaitQuietly(go);
              return "two";
            },
            LONGEST,
            () -> now.toNanos());
    slow.text("key");
    later(LONGEST.plusMillis(1));
    try (var threads = Executors.newSingleThreadExecutor()) {
      Future<String> reader = threads.submit(() -> slow.text("key"));
      reading.await();
      assertEquals("one", slow.text("key"));
      go.countDown();
      assertEquals("two", reader.get());
    }
    assertEquals("two", slow.text("key"));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aTextIsParsedOncePerVersion() {
    ParsedSecret<StringBuilder> parsed = new ParsedSecret<>(secrets, "key", StringBuilder::new);
    StringBuilder first = parsed.get();
    assertSame(first, parsed.get());
    value = "two";
    later(Duration.ofSeconds(1));
    assertSame(first, parsed.get());
    assertEquals("key two", parsed.get(Duration.ZERO).toString());
  }
}
