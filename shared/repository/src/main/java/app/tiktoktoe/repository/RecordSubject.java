package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.syntax.Nsid;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What a like, repost, follow or block is about: an account has one record of a collection per
 * subject, and a newer one replaces it.
 */
final class RecordSubject {
  private static final Map<String, String> POINTERS =
      Map.of(
          "app.bsky.feed.like", "/subject/uri",
          "app.bsky.feed.repost", "/subject/uri",
          "app.bsky.graph.follow", "/subject",
          "app.bsky.graph.block", "/subject");

  private RecordSubject() {}

  /** A text of 43 characters that tells collection and subject, where the record has one. */
  static Optional<String> of(Nsid collection, JsonNode record) {
    return Optional.ofNullable(POINTERS.get(collection.toString()))
        .map(pointer -> record.at(pointer).textValue())
        .map(subject -> hash(collection + "|" + subject));
  }

  private static String hash(String text) {
    byte[] digest = Sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }
}
