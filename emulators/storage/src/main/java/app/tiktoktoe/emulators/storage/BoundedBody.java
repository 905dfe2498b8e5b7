package app.tiktoktoe.emulators.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A request's body that breaks off loudly: a broken connection must not pass for an end. */
final class BoundedBody extends InputStream {
  private final InputStream in;
  private final @Nullable Long expected;
  private final SizeBounds bounds;
  private long received;

  BoundedBody(InputStream in, @Nullable Long expected, SizeBounds bounds) {
    this.in = in;
    this.expected = expected;
    this.bounds = bounds;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = in.read(target, offset, length);
    received += Math.max(n, 0);
    bounds.checkMost(received);
    if (n < 0 && expected != null && received < expected) {
      throw new EOFException("the body ended after " + received + " of " + expected + " bytes");
    }
    return n;
  }
}
