package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records that were written after a revision; so many bytes of them are held, of the others
 * only that they were written. Used by one thread.
 */
final class LaterRecords {
  private static final long MAX_BYTES = 32_000_000;

  private final Map<String, Later> byKey = new HashMap<>();
  private long bytes;

  /** A record that was written later; its block is null when it is not held. */
  @SuppressWarnings("ArrayRecordComponent")
  record Later(Cid cid, byte @Nullable [] block) {}

  void add(String key, Cid cid, byte[] block) {
    boolean isHeld = bytes + block.length <= MAX_BYTES;
    byKey.put(key, new Later(cid, isHeld ? block : null));
    bytes += isHeld ? block.length : 0;
  }

  @Nullable Later find(String key) {
    return byKey.get(key);
  }
}
