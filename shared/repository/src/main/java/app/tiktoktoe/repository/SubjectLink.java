package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.firestore.DocumentSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The document that tells which record of an account likes, reposts, follows or blocks a subject.
 * It may be out of date: it counts only while the repository holds the record that it names.
 */
final class SubjectLink {
  private static final int VERSION = 1;
  private static final Map<String, String> SUBJECT_POINTERS =
      Map.of(
          "app.bsky.feed.like", "/subject/uri",
          "app.bsky.feed.repost", "/subject/uri",
          "app.bsky.graph.follow", "/subject",
          "app.bsky.graph.block", "/subject");

  private SubjectLink() {}

  /**
   * The record that a link names.
   *
   * @param hasBlobs whether the record refers to blobs, which deleting it must mark
   */
  record Target(Nsid collection, RecordKey rkey, Cid cid, boolean hasBlobs) {
    String key() {
      return Change.key(collection, rkey);
    }
  }

  static Map<String, Object> fields(Target target) {
    return Map.of(
        "version", VERSION,
        "collection", target.collection().toString(),
        "rkey", target.rkey().toString(),
        "cid", target.cid().toString(),
        "hasBlobs", target.hasBlobs());
  }

  static Target read(DocumentSnapshot document) {
    return new Target(
        Nsid.parse(HeadDocument.text(document, "collection")),
        RecordKey.parse(HeadDocument.text(document, "rkey")),
        Cid.parse(HeadDocument.text(document, "cid")),
        Boolean.TRUE.equals(document.getBoolean("hasBlobs")));
  }

  /** The document's id, for a record of one of the four collections that has a subject. */
  static Optional<String> id(Nsid collection, JsonNode record) {
    return Optional.ofNullable(SUBJECT_POINTERS.get(collection.toString()))
        .map(pointer -> record.at(pointer).textValue())
        .map(subject -> hash(collection + "|" + subject));
  }

  private static String hash(String text) {
    byte[] digest = Sha256.digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }
}
