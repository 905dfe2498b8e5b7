package app.tiktoktoe.views.notification;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.AuthorCard;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that another account did to this one, and that still stands.
 *
 * @param id the same for every delivery of what caused it
 * @param author who did it
 * @param uri the record that did it
 * @param record that record in JSON form; not to be changed
 * @param reasonSubject the recipient's record that it was done to; null for a follow or a mention
 */
public record Notification(
    String id,
    Reason reason,
    AuthorCard author,
    AtUri uri,
    Cid cid,
    ObjectNode record,
    @Nullable AtUri reasonSubject,
    Instant indexedAt) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What was done. */
  public enum Reason {
    LIKE,
    REPOST,
    FOLLOW,
    MENTION,
    REPLY,
    QUOTE;

    /** As in the lexicon, for example {@code like}. */
    public String token() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Reason ofToken(String token) {
      return valueOf(token.toUpperCase(Locale.ROOT));
    }
  }

  /** Reads a document that exists and is live. */
  public static Notification of(DocumentSnapshot document) {
    Fields fields = new Fields(document);
    String subject = fields.optionalText("reasonSubject");
    return new Notification(
        document.getId(),
        Reason.ofToken(fields.text("reason")),
        AuthorCard.of(fields.child("card")),
        AtUri.parse(fields.text("uri")),
        Cid.parse(fields.text("cid")),
        json(fields.text("record")),
        subject == null ? null : AtUri.parse(subject),
        fields.time("indexedAt"));
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored record that is not JSON", e);
    }
  }
}
