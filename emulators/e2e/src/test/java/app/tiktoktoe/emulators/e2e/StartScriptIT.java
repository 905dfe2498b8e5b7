package app.tiktoktoe.emulators.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.emulators.google.FreePorts;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the start script ends. */
class StartScriptIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void leavesNoProcessBehind() throws Exception {
    try (StackProcess stack = StackProcess.ready(FreePorts.choose(), "--no-demo")) {
      List<ProcessHandle> children = stack.descendants();
      assertFalse(children.isEmpty());
      stack.terminate();
      stack.exitCode(SOON);
      long end = System.nanoTime() + SOON.toNanos();
      while (children.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertTrue(children.stream().noneMatch(ProcessHandle::isAlive), stack.output());
    }
  }

  @Test
  void namesATakenPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        StackProcess stack = StackProcess.launch(taken.getLocalPort(), "--no-demo")) {
      assertEquals(1, stack.exitCode(SOON), stack.output());
      assertTrue(stack.output().contains("ort " + taken.getLocalPort()), stack.output());
    }
  }

  @Test
  void endsWithADeadChild() throws Exception {
    try (StackProcess stack = StackProcess.ready(FreePorts.choose(), "--no-demo")) {
      stack.child("firestore").destroyForcibly();
      assertEquals(1, stack.exitCode(SOON), stack.output());
    }
  }
}
