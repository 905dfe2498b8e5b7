package app.tiktoktoe.cloud;

import com.google.cloud.functions.HttpRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A request's body, read to its end whatever becomes of the call. The framework answers also when a
 * part is still on its way, and closes the connection without having said so: the client loses the
 * answer, or the next request that it sends there. Stateless.
 */
public final class RequestBody {
  /** More than the platform lets a request have, 32 MiB. */
  private static final int LIMIT_BYTES = 40 * 1024 * 1024;

  private static final int BUFFER_BYTES = 64 * 1024;

  private RequestBody() {}

  /** The body's bytes. Closing the stream leaves the rest to be read. */
  public static InputStream of(HttpRequest request) throws IOException {
    return new FilterInputStream(request.getInputStream()) {
      @Override
      public void close() {}
    };
  }

  /**
   * Reads what is left, waiting for it as any reader of a body does: many clients read no answer
   * before they have sent everything. Returns whether the end was reached; if not, the connection
   * must end with the answer. A client that waits to be told to {@code continue} is not told so
   * only to be refused.
   */
  static boolean isRead(HttpRequest request) {
    if (request.getFirstHeader("Expect").isPresent()) {
      return false;
    }
    try {
      return isRead(request.getInputStream());
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isRead(InputStream in) throws IOException {
    if (in.read() < 0) {
      return true;
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    int left = LIMIT_BYTES;
    int count = 0;
    while (count >= 0 && left > 0) {
      left -= count;
      count = in.read(buffer);
    }
    return count < 0;
  }
}
