package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;

/** What the views write in the batch that makes an account. Implementations are thread-safe. */
@FunctionalInterface
public interface FirstDocuments {
  /** Adds the writes to {@code batch}. */
  void addTo(WriteBatch batch, Did did, Handle handle, String status, Instant now);
}
