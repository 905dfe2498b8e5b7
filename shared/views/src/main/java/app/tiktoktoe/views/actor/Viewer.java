package app.tiktoktoe.views.actor;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.views.Fields;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What a page needs to know of whoever asks for it: the document {@code viewers/{did}}.
 *
 * @param status {@link #ACTIVE}, or why the account is not
 * @param tokensValidFrom sessions begun before are over
 * @param follows followed account to the record that says so; at most {@link #INLINE}
 * @param followedBy following account to its record; at most {@link #INLINE}
 * @param blocks blocked account to the record that says so
 * @param blockedBy blocking account to its record
 * @param mutes muted accounts; at most {@link #INLINE}
 * @param followsComplete false when there are follows that {@code follows} has no room for
 * @param followedByComplete false when there are followers that {@code followedBy} has no room for
 */
public record Viewer(
    Did did,
    String status,
    Instant tokensValidFrom,
    Map<Did, RecordKey> follows,
    Map<Did, RecordKey> followedBy,
    Map<Did, RecordKey> blocks,
    Map<Did, RecordKey> blockedBy,
    Mutes mutes,
    boolean followsComplete,
    boolean followedByComplete) {
  /** The status of an account that may read and write. */
  public static final String ACTIVE = "active";

  /** How many follows, followers and mutes are kept here. */
  public static final int INLINE = 5_000;

  /** Copies the collections. */
  public Viewer {
    follows = Map.copyOf(follows);
    followedBy = Map.copyOf(followedBy);
    blocks = Map.copyOf(blocks);
    blockedBy = Map.copyOf(blockedBy);
  }

  /** Reads a document that exists. */
  public static Viewer of(DocumentSnapshot document) {
    Fields fields = new Fields(document);
    return new Viewer(
        Did.parse(document.getId()),
        fields.text("status"),
        fields.time("tokensValidFrom"),
        records(fields, "follows"),
        records(fields, "followedBy"),
        records(fields, "blocks"),
        records(fields, "blockedBy"),
        Mutes.of(fields),
        !fields.flag("followsTruncated"),
        !fields.flag("followedByTruncated"));
  }

  /** True when either of the two blocks the other. */
  public boolean isApartFrom(Did other) {
    return blocks.containsKey(other) || blockedBy.containsKey(other);
  }

  /** True when nothing of {@code other} is to be told to this viewer. */
  public boolean ignores(Did other) {
    return mutes.wholly().contains(other) || isApartFrom(other);
  }

  private static Map<Did, RecordKey> records(Fields fields, String field) {
    Map<Did, RecordKey> records = new HashMap<>();
    fields.texts(field).forEach((did, rkey) -> records.put(Did.parse(did), RecordKey.parse(rkey)));
    return records;
  }
}
