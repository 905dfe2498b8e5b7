package app.tiktoktoe.emulators.google;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses TCP ports that are free at the moment of the call, for programs that must be told their
 * port. They are below the ranges from which systems take ports for outgoing connections and for
 * port 0 (32768 and above on Linux, 49152 on others), so that none of these takes one before it is
 * used. Two choosers at once may choose the same one, seldom; the second program then fails to
 * bind. Stateless.
 */
public final class FreePorts {
  private static final int LOWEST = 10_000;
  private static final int END = 32_000;
  private static final int MAX_TRIES = 100;

  private FreePorts() {}

  /** A free port on the loopback address. */
  public static int choose() {
    return choose(1).getFirst();
  }

  /** {@code count} different free ports on the loopback address. */
  public static List<Integer> choose(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(hold());
      }
      List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : held) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new EmulatorStartException("No free port: " + e.getMessage(), e);
    }
  }

  private static ServerSocket hold() throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return bind(ThreadLocalRandom.current().nextInt(LOWEST, END));
      } catch (IOException e) {
        if (tries == MAX_TRIES) {
          throw e;
        }
      }
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  /**
   * Returns {@code wanted}, or any free port for 0.
   *
   * @throws EmulatorStartException when something already listens on it
   */
  public static int free(int wanted, String user) {
    if (wanted == 0) {
      return choose();
    }
    try (ServerSocket probe = bind(wanted)) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new EmulatorStartException("Port " + wanted + " for the " + user + " is taken", e);
    }
  }
}
