package app.tiktoktoe.views.indexing;

import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.post.Posts;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of a post's document, but for its counts, which it keeps. */
final class PostFields {
  /** True for a post that is not live because its author is not shown. */
  static final String HIDDEN = "hidden";

  /** What names the captions that are served with the post's video. */
  static final String CAPTIONS = "captions";

  /** What a deleted post does not keep. What it refers to stays until the counts have followed. */
  static final List<String> CONTENT =
      List.of("record", "card", "cid", CAPTIONS, "notified", HIDDEN);

  /** What other posts' counts and its own follow from. */
  static final Map<String, Class<?>> COUNTED =
      Map.of(
          "likeCount", Long.class,
          "repostCount", Long.class,
          "replyCount", Long.class,
          "quoteCount", Long.class,
          "foldedAt", Map.class,
          "replyParent", String.class,
          "quoted", String.class);

  private final DocumentSnapshot post;
  private final Map<String, Object> values = new HashMap<>();

  PostFields(Change change, PostContent content, DocumentSnapshot post) {
    this.post = post;
    putRecord(change);
    putTimes(change);
    putText("replyParent", content.parent());
    putText("replyRoot", content.root());
    putText("quoted", content.quoted());
    values.put("isReply", content.parent() != null);
    values.put("inOwnThread", content.isInOwnThread(change.did()));
    values.put("hasMedia", content.hasMedia());
    values.put("hasVideo", content.hasVideo());
  }

  private void putRecord(Change change) {
    values.put(Fields.VERSION_FIELD, Fields.VERSION);
    values.put("author", change.did().value());
    values.put("rkey", change.rkey());
    values.put("rev", change.rev().value());
    values.put("cid", Objects.requireNonNull(change.operation().cid()).toString());
    values.put("record", change.value().orElseThrow().toString());
    values.put("card", change.actor().card().toFields());
    boolean shown = change.actor().isShown();
    values.put("live", shown);
    if (!shown) {
      values.put(HIDDEN, true);
    } else if (post.exists()) {
      values.put(HIDDEN, FieldValue.delete());
    }
  }

  private void putTimes(Change change) {
    Instant created = change.createdAt();
    Instant indexed = Posts.isLive(post) ? new Fields(post).time("indexedAt") : change.time();
    values.put("createdAt", Fields.timestamp(created));
    values.put("indexedAt", Fields.timestamp(indexed));
    values.put("sortAt", Fields.timestamp(created.isBefore(indexed) ? created : indexed));
    if (post.exists()) {
      values.put("expireAt", FieldValue.delete());
    }
  }

  /** Puts a text, or nothing in the place of what was there. */
  void putText(String field, @Nullable Object text) {
    if (text != null) {
      values.put(field, text.toString());
    } else if (post.exists()) {
      values.put(field, FieldValue.delete());
    }
  }

  void put(String field, Object value) {
    values.put(field, value);
  }

  /** Adds the write to {@code batch}, on the condition that the document is as it was read. */
  void write(WriteBatch batch) {
    if (post.exists()) {
      batch.update(
          post.getReference(),
          values,
          Precondition.updatedAt(Objects.requireNonNull(post.getUpdateTime())));
    } else {
      batch.create(post.getReference(), values);
    }
  }
}
