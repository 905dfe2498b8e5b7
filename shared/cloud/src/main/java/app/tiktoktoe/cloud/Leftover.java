package app.tiktoktoe.cloud;

import com.google.cloud.functions.HttpRequest;
import java.io.IOException;
import java.io.InputStream;

/**
 * The part of a request's body that nobody has read. The framework answers all the same and, when
 * such a part is still on its way, closes the connection without having said so: the client loses
 * the answer, or the next request that it sends there. Stateless.
 */
final class Leftover {
  private static final int LIMIT_BYTES = 64 * 1024;

  private Leftover() {}

  /**
   * Reads what is left if that is little, waiting for it as any reader of a body does. Returns
   * whether the end was reached; if not, the connection must end with the answer. A client that
   * waits to be told to {@code continue} is not told so only to be refused.
   */
  static boolean isGone(HttpRequest request) {
    if (request.getFirstHeader("Expect").isPresent()) {
      return false;
    }
    try {
      InputStream in = request.getInputStream();
      return in.read() < 0 || in.readNBytes(LIMIT_BYTES).length < LIMIT_BYTES;
    } catch (IOException e) {
      return false;
    }
  }
}
