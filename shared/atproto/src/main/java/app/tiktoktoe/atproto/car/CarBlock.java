package app.tiktoktoe.atproto.car;

import app.tiktoktoe.atproto.cid.Cid;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One block of a CAR.
 *
 * @param cid the hash of the bytes; {@link CarReader} has checked it
 * @param bytes not copied: whoever holds a block must not change them
 */
@SuppressWarnings("ArrayRecordComponent")
public record CarBlock(Cid cid, byte[] bytes) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CarBlock block
        && cid.equals(block.cid)
        && Arrays.equals(bytes, block.bytes);
  }

  @Override
  public int hashCode() {
    return cid.hashCode();
  }

  @Override
  public String toString() {
    return "CarBlock[" + cid + ", " + bytes.length + " bytes]";
  }
}
