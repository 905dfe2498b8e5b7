package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.FieldValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The document {@code repos/{did}}. Stateless. */
final class HeadDocument {
  private static final long VERSION = 1;
  private static final String STATUS = "status";
  private static final String TOKENS_VALID_FROM = "tokensValidFrom";

  /** Which import is under way, and how many batches it has written. */
  static final String IMPORTING = "importing";

  /** That an import was completed of which no event has told. */
  static final String IMPORTED = "imported";

  /** When the erasure of a deleted account begins, or goes on if it was broken off. */
  static final String ERASE_AFTER = "eraseAfter";

  /** When the erasure was finished. */
  static final String ERASED_AT = "erasedAt";

  private HeadDocument() {}

  /** The fields of a new document. */
  static Map<String, Object> create(Head head) {
    Map<String, Object> fields =
        new HashMap<>(commitFields(head, KeyIndexCodec.encode(head.keys())));
    fields.put("version", VERSION);
    fields.put("signingKey", Blob.fromBytes(head.sealedKey()));
    fields.put(STATUS, head.standing().status().id());
    fields.put(TOKENS_VALID_FROM, timestamp(head.standing().tokensValidFrom()));
    return fields;
  }

  /** The fields that a commit changes; {@code keys} is the head's key index. */
  static Map<String, Object> commitFields(Head head, byte[] keys) {
    RateWindow rate = head.rate();
    return Map.of(
        "rev", head.rev().toString(),
        "commitCid", head.cid().toString(),
        "commit", Blob.fromBytes(head.commit().encode()),
        "keys", Blob.fromBytes(keys),
        "collections", head.collections().fields(),
        "rate", List.of(rate.hour(), rate.hourPoints(), rate.day(), rate.dayPoints()));
  }

  /**
   * The fields that make the head of a deleted account a tombstone. Its last commit stays, which
   * says whose it was and names the tree by a hash.
   */
  static Map<String, Object> tombstone(Instant erasedAt) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("keys", Blob.fromBytes(KeyIndexCodec.encode(KeyList.EMPTY)));
    fields.put("collections", Map.of());
    fields.put("signingKey", Blob.fromBytes(new byte[0]));
    fields.put(ERASED_AT, timestamp(erasedAt));
    for (String field : List.of(ERASE_AFTER, "rate", IMPORTING, IMPORTED)) {
      fields.put(field, FieldValue.delete());
    }
    return fields;
  }

  /** A repository's head, for one document read. */
  static Optional<Head> find(Paths paths, Did did) {
    DocumentSnapshot document = Await.result(paths.head(did).get());
    return document.exists() ? Optional.of(read(document)) : Optional.empty();
  }

  /** What a repository is, for one document read without its keys. */
  static Optional<RepositoryDescription> describe(Paths paths, Did did) {
    DocumentReference[] head = {paths.head(did)};
    FieldMask mask = FieldMask.of("version", STATUS, "commit", "commitCid", "collections");
    DocumentSnapshot document = Await.result(paths.firestore().getAll(head, mask)).getFirst();
    if (!document.exists()) {
      return Optional.empty();
    }
    requireVersion(document);
    return Optional.of(
        collections(document)
            .describe(
                RepositoryStatus.ofId(text(document, STATUS)),
                Commit.decode(bytes(document, "commit")),
                Cid.parse(text(document, "commitCid"))));
  }

  static Head read(DocumentSnapshot document) {
    requireVersion(document);
    return new Head(
        Commit.decode(bytes(document, "commit")),
        Cid.parse(text(document, "commitCid")),
        KeyIndexCodec.decode(bytes(document, "keys")),
        collections(document),
        bytes(document, "signingKey"),
        standing(document),
        rate(document),
        document.contains(IMPORTING));
  }

  private static void requireVersion(DocumentSnapshot document) {
    if (number(document.getLong("version")) != VERSION) {
      throw new IllegalStateException("head of version " + document.getLong("version"));
    }
  }

  /** The fields that {@link #standing} reads. */
  static FieldMask standingMask() {
    return FieldMask.of(STATUS, TOKENS_VALID_FROM);
  }

  static Standing standing(DocumentSnapshot document) {
    Timestamp validFrom = Objects.requireNonNull(document.getTimestamp(TOKENS_VALID_FROM));
    return new Standing(
        RepositoryStatus.ofId(text(document, STATUS)),
        Instant.ofEpochSecond(validFrom.getSeconds(), validFrom.getNanos()));
  }

  private static CollectionCounts collections(DocumentSnapshot document) {
    SortedMap<String, Long> counts = new TreeMap<>();
    if (document.get("collections") instanceof Map<?, ?> map) {
      map.forEach((name, count) -> counts.put(name.toString(), number(count)));
    }
    return new CollectionCounts(counts);
  }

  private static RateWindow rate(DocumentSnapshot document) {
    if (!(document.get("rate") instanceof List<?> rate)) {
      return RateWindow.UNUSED;
    }
    return new RateWindow(
        number(rate.get(0)),
        Math.toIntExact(number(rate.get(1))),
        number(rate.get(2)),
        Math.toIntExact(number(rate.get(3))));
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.ofTimeSecondsAndNanos(time.getEpochSecond(), time.getNano());
  }

  static String text(DocumentSnapshot document, String field) {
    return Objects.requireNonNull(document.getString(field), field);
  }

  static byte[] bytes(DocumentSnapshot document, String field) {
    return Objects.requireNonNull(document.getBlob(field), field).toBytes();
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }
}
