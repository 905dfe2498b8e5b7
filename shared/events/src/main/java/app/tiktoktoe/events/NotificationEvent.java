package app.tiktoktoe.events;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notification was listed for an account and should reach its devices.
 *
 * @param recipient who is told
 * @param id the notification's id, the same for every delivery of what caused it
 * @param reason {@code like}, {@code repost}, {@code follow}, {@code mention}, {@code reply} or
 *     {@code quote}
 * @param author who did it
 * @param uri the record that did it
 * @param subject the recipient's record that it was done to; null for a follow or a mention
 */
public record NotificationEvent(
    Did recipient,
    String id,
    String reason,
    Did author,
    AtUri uri,
    @Nullable AtUri subject,
    Instant time) {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The event as UTF-8 JSON. */
  public ByteString encode() {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", VERSION);
    json.put("recipient", recipient.toString());
    json.put("id", id);
    json.put("reason", reason);
    json.put("author", author.toString());
    json.put("uri", uri.toString());
    if (subject != null) {
      json.put("subject", subject.toString());
    }
    json.put("time", time.toString());
    try {
      return ByteString.copyFrom(JSON.writeValueAsBytes(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what {@link #encode} wrote, in this release or the one before.
   *
   * @throws InvalidEventException when it is neither
   */
  public static NotificationEvent decode(ByteString bytes) {
    JsonNode json = RepoEventJson.tree(bytes.toByteArray());
    try {
      if (json.path("version").asInt() != VERSION) {
        throw new InvalidEventException("version " + json.path("version"));
      }
      return new NotificationEvent(
          Did.parse(RepoEventJson.text(json, "recipient")),
          RepoEventJson.text(json, "id"),
          RepoEventJson.text(json, "reason"),
          Did.parse(RepoEventJson.text(json, "author")),
          AtUri.parse(RepoEventJson.text(json, "uri")),
          json.has("subject") ? AtUri.parse(RepoEventJson.text(json, "subject")) : null,
          Instant.parse(RepoEventJson.text(json, "time")));
    } catch (InvalidEventException e) {
      throw e;
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new InvalidEventException("a field of a notification", e);
    }
  }
}
