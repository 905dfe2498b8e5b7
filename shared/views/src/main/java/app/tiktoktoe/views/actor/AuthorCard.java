package app.tiktoktoe.views.actor;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.views.Fields;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of an account beside what it made, copied into those documents.
 *
 * @param displayName null when the account has none
 * @param avatar the blob; null when the account has none
 * @param createdAt when the account was made
 * @param version rises whenever another part changes
 */
public record AuthorCard(
    Did did,
    Handle handle,
    @Nullable String displayName,
    @Nullable Cid avatar,
    Instant createdAt,
    long version) {

  /** The stored form. */
  public Map<String, Object> toFields() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("did", did.value());
    fields.put("handle", handle.value());
    if (displayName != null) {
      fields.put("displayName", displayName);
    }
    if (avatar != null) {
      fields.put("avatar", avatar.toString());
    }
    fields.put("createdAt", Fields.timestamp(createdAt));
    fields.put("cardVersion", version);
    return fields;
  }

  /** Reads what {@link #toFields} wrote. */
  public static AuthorCard of(Fields fields) {
    return new AuthorCard(
        Did.parse(fields.text("did")),
        Handle.parse(fields.text("handle")),
        fields.optionalText("displayName"),
        Actor.cid(fields.optionalText("avatar")),
        fields.time("createdAt"),
        fields.integer("cardVersion"));
  }
}
