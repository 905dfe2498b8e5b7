package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The file that an input names. Stateless. */
final class VideoCid {
  private VideoCid() {}

  /** A CID that is not of raw bytes is valid, but no file's. */
  static Cid of(JsonNode input) {
    return parse(input.path("cid").asText())
        .filter(Cid::isRaw)
        .orElseThrow(
            () -> Refusal.invalid("The cid must be of raw bytes, by SHA-256").asException());
  }

  private static Optional<Cid> parse(String text) {
    try {
      return Optional.of(Cid.parse(text));
    } catch (InvalidSyntaxException e) {
      return Optional.empty();
    }
  }

  static Refusal notFound(String message) {
    return Refusal.of("VideoNotFound", message);
  }
}
