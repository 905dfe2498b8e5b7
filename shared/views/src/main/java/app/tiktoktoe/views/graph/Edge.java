package app.tiktoktoe.views.graph;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.views.Fields;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;

/**
 * A record of one account about another account or a post, that is live.
 *
 * @param subject a DID, or a {@linkplain app.tiktoktoe.views.post.PostKey post key}
 * @param rev the revision of the last operation on the record
 * @param createdAt what the record says, or {@code indexedAt} when it says nothing sensible
 * @param indexedAt when it was accepted
 */
public record Edge(
    Did actor, RecordKey rkey, String subject, Tid rev, Instant createdAt, Instant indexedAt) {

  /** Reads a document that exists and is live. */
  public static Edge of(DocumentSnapshot document) {
    Fields fields = new Fields(document);
    return new Edge(
        Did.parse(fields.text("actor")),
        RecordKey.parse(fields.text("rkey")),
        fields.text("subject"),
        Tid.parse(fields.text("rev")),
        fields.time("createdAt"),
        fields.time("indexedAt"));
  }
}
