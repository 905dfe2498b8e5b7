package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;

/**
 * What the views write in the batch that changes an account's status, so that readers obey at once.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface StatusViews {
  /** Adds updates to {@code batch}. */
  void addTo(WriteBatch batch, Did did, String status, Instant tokensValidFrom);
}
