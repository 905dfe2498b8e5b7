package app.tiktoktoe.views.post;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.AuthorCard;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A post that is live: the document {@code posts/{author}_{rkey}}.
 *
 * @param rev the revision of the last operation on the record
 * @param record the record in the protocol's JSON form; not to be changed
 * @param replyParent what it answers; null when it is no reply
 * @param replyRoot the start of the thread; null when it is no reply
 * @param quoted the record that it embeds; null when it embeds none
 * @param captions names the captions that are served with its video; null when there are none
 * @param createdAt what the record says, or {@code indexedAt} when it says nothing sensible
 * @param indexedAt when it was accepted
 * @param sortAt the earlier of the two
 */
public record Post(
    PostKey key,
    Tid rev,
    Cid cid,
    ObjectNode record,
    AuthorCard author,
    @Nullable AtUri replyParent,
    @Nullable AtUri replyRoot,
    @Nullable AtUri quoted,
    @Nullable String captions,
    PostCounts counts,
    Instant createdAt,
    Instant indexedAt,
    Instant sortAt) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads a document that exists and is live. */
  public static Post of(DocumentSnapshot document) {
    Fields fields = new Fields(document);
    return new Post(
        PostKey.parse(document.getId()),
        Tid.parse(fields.text("rev")),
        Cid.parse(fields.text("cid")),
        json(fields.text("record")),
        AuthorCard.of(fields.child("card")),
        uri(fields.optionalText("replyParent")),
        uri(fields.optionalText("replyRoot")),
        uri(fields.optionalText("quoted")),
        fields.optionalText("captions"),
        counts(fields),
        fields.time("createdAt"),
        fields.time("indexedAt"),
        fields.time("sortAt"));
  }

  /** True for an answer to another post. */
  public boolean isReply() {
    return replyParent != null;
  }

  private static PostCounts counts(Fields fields) {
    return new PostCounts(
        fields.integer("likeCount"),
        fields.integer("repostCount"),
        fields.integer("replyCount"),
        fields.integer("quoteCount"));
  }

  private static @Nullable AtUri uri(@Nullable String text) {
    return text == null ? null : AtUri.parse(text);
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored record that is not JSON", e);
    }
  }
}
