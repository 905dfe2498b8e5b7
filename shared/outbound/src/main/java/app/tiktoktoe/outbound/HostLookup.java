package app.tiktoktoe.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. Implementations are thread-safe. */
@FunctionalInterface
public interface HostLookup {
  /**
   * All addresses of {@code host}, at least one.
   *
   * @throws UnknownHostException when it has none, or nobody answers
   */
  List<InetAddress> find(String host) throws UnknownHostException;

  /** As the operating system does. */
  static HostLookup system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
