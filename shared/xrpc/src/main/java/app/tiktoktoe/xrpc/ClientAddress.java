package app.tiktoktoe.xrpc;

import com.google.cloud.functions.HttpRequest;
import java.util.List;

/**
 * The address that a request came from. The balancer (locally the gateway) appends the client's
 * address and its own to {@code X-Forwarded-For}; what stands before those two was sent by the
 * client and proves nothing.
 */
final class ClientAddress {
  private ClientAddress() {}

  static String of(HttpRequest request) {
    List<String> hops =
        List.of(request.getFirstHeader("X-Forwarded-For").orElse("unknown").split(","));
    return hops.get(Math.max(0, hops.size() - 2)).strip();
  }
}
