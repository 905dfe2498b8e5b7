package app.tiktoktoe.emulators.google;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses TCP ports that are free at the moment of the call, for programs that must be told their
 * port. Another process may take one before it is used; the program then fails to bind.
 */
public final class FreePorts {
  private FreePorts() {}

  /** {@code count} different free ports on the loopback address. */
  public static List<Integer> choose(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
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

  /**
   * Returns {@code wanted}, or any free port for 0.
   *
   * @throws EmulatorStartException when something already listens on it
   */
  public static int free(int wanted, String user) {
    if (wanted == 0) {
      return choose(1).getFirst();
    }
    try (ServerSocket probe = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new EmulatorStartException("Port " + wanted + " for the " + user + " is taken", e);
    }
  }
}
