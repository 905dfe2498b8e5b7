package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a person set in the app: private state that never becomes public. Collection {@code
 * preferences}. Thread-safe; the last writer wins.
 */
public final class Preferences {
  /** The largest list, in bytes of JSON. */
  public static final int MAX_BYTES = 100_000;

  private static final int MAX_TRIES = 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Firestore firestore;

  /** On {@code firestore}. */
  public Preferences(Firestore firestore) {
    this.firestore = firestore;
  }

  /** The list, empty when there is none; one document read. */
  public ArrayNode get(Did did) {
    return items(Await.result(document(did).get()));
  }

  private static ArrayNode items(DocumentSnapshot document) {
    return document.exists() ? parse(Documents.text(document, "items")) : JSON.createArrayNode();
  }

  private static ArrayNode parse(String items) {
    try {
      JsonNode json = JSON.readTree(items);
      if (json instanceof ArrayNode list) {
        return list;
      }
      throw new IllegalStateException("preferences that are not a list");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("preferences that are not JSON", e);
    }
  }

  /**
   * Replaces the list; one document written.
   *
   * @throws IllegalArgumentException when it is larger than {@link #MAX_BYTES}
   */
  public void put(Did did, JsonNode items) {
    if (!fits(items)) {
      throw new IllegalArgumentException("more than " + MAX_BYTES + " bytes of preferences");
    }
    Await.result(document(did).set(fields(items)));
  }

  private static Map<String, Object> fields(JsonNode items) {
    return Map.of(Documents.VERSION_FIELD, Documents.VERSION, "items", items.toString());
  }

  /** What came of a change. */
  public enum Change {
    DONE,
    /** The list would be larger than {@link #MAX_BYTES}. */
    TOO_LARGE,
    /** Others were faster again and again. */
    BUSY
  }

  /** Replaces the list by what {@code next} makes of it; one document read and one written. */
  public Change change(Did did, UnaryOperator<ArrayNode> next) {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      DocumentSnapshot before = Await.result(document(did).get());
      ArrayNode items = next.apply(items(before));
      if (!fits(items)) {
        return Change.TOO_LARGE;
      }
      WriteBatch batch = firestore.batch();
      if (before.exists()) {
        batch.update(
            document(did), fields(items), Precondition.updatedAt(Documents.updateTime(before)));
      } else {
        batch.create(document(did), fields(items));
      }
      if (Conflicts.isCommitted(batch)) {
        return Change.DONE;
      }
    }
    return Change.BUSY;
  }

  /** Adds a deletion to {@code batch}. */
  void remove(WriteBatch batch, Did did) {
    batch.delete(document(did));
  }

  /** Whether the list may be stored. */
  public static boolean fits(JsonNode items) {
    return items.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  private DocumentReference document(Did did) {
    return firestore.collection("preferences").document(did.value());
  }
}
