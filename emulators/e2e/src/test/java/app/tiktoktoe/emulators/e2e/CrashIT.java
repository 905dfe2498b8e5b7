package app.tiktoktoe.emulators.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.emulators.google.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function host that is killed between a commit and the publication of its event. */
class CrashIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void aCommittedPostReachesTheFollowersAfterARestart(@TempDir Path data) throws Exception {
    String text = "written just before the crash " + UUID.randomUUID();
    int port = FreePorts.choose();
    String[] options = {"--no-demo", "--data", data.toString()};
    try (StackProcess stack = StackProcess.ready(port, options)) {
      PlainClient client = new PlainClient(stack.address());
      String alice = client.signUp("alice.test");
      String bob = client.signUp("bob.test");
      client.follow(bob, alice);
      signal("STOP", stack.child("pubsub"));
      Thread.ofVirtual().start(() -> client.tryPost(alice, text));
      client.awaitRecord(alice, text);
      stack.child("FunctionHost").destroyForcibly();
      signal("CONT", stack.child("pubsub"));
      assertEquals(1, stack.exitCode(SOON), stack.output());
    }
    try (StackProcess stack = StackProcess.ready(port, options)) {
      PlainClient client = new PlainClient(stack.address());
      assertTrue(client.timelineGets(client.signIn("bob.test"), text), stack.output());
    }
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    assertEquals(
        0, new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor());
  }
}
