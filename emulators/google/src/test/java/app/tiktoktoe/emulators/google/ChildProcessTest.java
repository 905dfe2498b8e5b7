package app.tiktoktoe.emulators.google;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChildProcessTest {
  @Test
  void endsWithItsParentEvenWhenThatIsKilled() throws Exception {
    BlockingQueue<String> printed = new LinkedBlockingQueue<>();
    ChildProcess parent =
        ChildProcess.start(
            "parent",
            List.of(
                ChildProcess.java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ParentOfSleeper.class.getName()),
            Map.of(),
            printed::add);
    Optional<ProcessHandle> child = ProcessHandle.of(Long.parseLong(printed.take()));
    assertTrue(child.orElseThrow().isAlive());

    parent.kill();

    child.get().onExit().get(30, TimeUnit.SECONDS);
    assertFalse(child.get().isAlive());
    parent.close();
  }

  @Test
  void hasThePidOfTheCommandItself() throws Exception {
    BlockingQueue<String> printed = new LinkedBlockingQueue<>();
    try (ChildProcess child =
        ChildProcess.start(
            "shell", List.of("/bin/sh", "-c", "echo $$; exec sleep 60"), Map.of(), printed::add)) {
      assertEquals(Long.toString(child.pid()), printed.take());
    }
  }

  @Test
  void tellsHowItEnded() throws Exception {
    ChildProcess child =
        ChildProcess.start(
            "failing",
            List.of("/bin/sh", "-c", "echo \"$WHY\"; exit 3"),
            Map.of("WHY", "no luck"),
            line -> {});
    assertEquals(3, child.onExit().get(30, TimeUnit.SECONDS));
    child.close();
    assertEquals("failing ended with exit code 3; last line: no luck", child.epitaph());
  }

  @Test
  void keepsWhatItSaysWhileItIsEnded() throws Exception {
    BlockingQueue<String> printed = new LinkedBlockingQueue<>();
    String script = "trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.1; done";
    ChildProcess child =
        ChildProcess.start("polite", List.of("/bin/sh", "-c", script), Map.of(), printed::add);
    assertEquals("up", printed.take());
    child.close();
    assertEquals("polite ended with exit code 0; last line: bye", child.epitaph());
  }

  @Test
  void aTakenPortIsOneClearError() {
    try (PubSubEmulator first = PubSubEmulator.start()) {
      int port = Integer.parseInt(first.hostPort().split(":", 2)[1]);
      EmulatorLocator locator = new EmulatorLocator(System.getenv());
      assertThrows(
          EmulatorStartException.class,
          () -> PubSubEmulator.start(locator, new PubSubEmulator.Options(port, line -> {})));
    }
  }

  /** Starts a sleeping child, prints its pid and waits. */
  static final class ParentOfSleeper {
    private ParentOfSleeper() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      try (ChildProcess child =
          ChildProcess.start("sleeper", List.of("sleep", "600"), Map.of(), line -> {})) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        out.println(child.pid());
        Thread.sleep(600_000);
      }
    }
  }
}
