package app.tiktoktoe.events;

import app.tiktoktoe.atproto.syntax.Did;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * An account is to get a mail. Names the account, not its address, and no secret: whoever sends the
 * mail looks up the one and makes the other.
 *
 * @param recipient the account
 * @param time when it was asked for
 */
public record MailRequest(Did recipient, Kind kind, Instant time) {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Cuts the time to microseconds, as Firestore does. */
  public MailRequest {
    time = time.truncatedTo(ChronoUnit.MICROS);
  }

  /** What the mail is about; each carries a token that confirms the wish. */
  public enum Kind {
    /** The account is to be deleted. */
    DELETE_ACCOUNT,
    /** The account's identity is to be changed. */
    PLC_OPERATION,
    /** The account's e-mail address is to be confirmed. */
    CONFIRM_EMAIL,
    /** The account is to have another e-mail address. */
    UPDATE_EMAIL,
    /** The account is to have another password. */
    RESET_PASSWORD,
    /** Somebody who knows the account's password signs in. */
    SIGN_IN;

    /** The name in messages and documents, for example {@code delete_account}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The request as UTF-8 JSON. */
  public ByteString encode() {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", VERSION);
    json.put("recipient", recipient.value());
    json.put("kind", kind.id());
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
  public static MailRequest decode(ByteString bytes) {
    JsonNode json = RepoEventJson.tree(bytes.toByteArray());
    try {
      if (json.path("version").asInt() != VERSION) {
        throw new InvalidEventException("version " + json.path("version"));
      }
      return new MailRequest(
          Did.parse(RepoEventJson.text(json, "recipient")),
          Kind.valueOf(RepoEventJson.text(json, "kind").toUpperCase(Locale.ROOT)),
          Instant.parse(RepoEventJson.text(json, "time")));
    } catch (InvalidEventException e) {
      throw e;
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new InvalidEventException("a field of a mail request", e);
    }
  }
}
