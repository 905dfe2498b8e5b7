package app.tiktoktoe.emulators.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  /** Linux takes ports for outgoing connections from 32768 on. */
  @Test
  void areDifferentAndNoneThatAConnectionMayTake() {
    List<Integer> ports = FreePorts.choose(200);
    assertEquals(200, new HashSet<>(ports).size());
    assertTrue(ports.stream().allMatch(port -> port > 1023 && port < 32768), ports::toString);
  }

  @Test
  void aPortThatIsTakenIsRefused() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThrows(
          EmulatorStartException.class, () -> FreePorts.free(taken.getLocalPort(), "emulator"));
    }
  }
}
