package app.tiktoktoe.audit;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;

/** The next link of a chain, good for one batch: see {@link AuditTrail#link}. Immutable. */
public final class AuditLink {
  private final Firestore firestore;
  private final ChainEnd end;
  private final Instant now;
  private final String nonce;

  AuditLink(Firestore firestore, ChainEnd end, Instant now, String nonce) {
    this.firestore = firestore;
    this.end = end;
    this.now = now;
    this.nonce = nonce;
  }

  /** Adds two writes to {@code batch}, whose commit fails when the chain has moved. */
  public void addTo(WriteBatch batch, AuditEvent event) {
    end.addTo(firestore, batch, end.next(event, now, nonce));
  }
}
