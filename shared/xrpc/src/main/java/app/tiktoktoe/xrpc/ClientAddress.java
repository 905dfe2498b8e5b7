package app.tiktoktoe.xrpc;

import com.google.cloud.functions.HttpRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * The address that a request came from. The balancer (locally the gateway) appends the client's
 * address and its own to {@code X-Forwarded-For}; what stands before those two was sent by the
 * client and proves nothing.
 *
 * <p>One customer has a whole /64 of IPv6, so its addresses count as one, {@code
 * 2001:db8:1:2::/64}.
 */
final class ClientAddress {
  private static final int NETWORK_BYTES = 8;
  private static final int MAX_LENGTH = 45;

  private ClientAddress() {}

  static String of(HttpRequest request) {
    List<String> hops =
        List.of(request.getFirstHeader("X-Forwarded-For").orElse("unknown").split(","));
    return counted(hops.get(Math.max(0, hops.size() - 2)).strip());
  }

  /** As whom an address is counted. */
  static String counted(String address) {
    if (address.length() > MAX_LENGTH) {
      return "unknown";
    }
    try {
      // An IPv4 address in IPv6's clothes comes out of here as IPv4.
      InetAddress parsed = InetAddress.ofLiteral(address);
      return parsed instanceof Inet6Address v6 ? network(v6) : parsed.getHostAddress();
    } catch (IllegalArgumentException | UnknownHostException e) {
      return address;
    }
  }

  private static String network(Inet6Address address) throws UnknownHostException {
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    String whole = InetAddress.getByAddress(bytes).getHostAddress();
    return whole.substring(0, whole.length() - ":0:0:0:0".length()) + "::/64";
  }
}
