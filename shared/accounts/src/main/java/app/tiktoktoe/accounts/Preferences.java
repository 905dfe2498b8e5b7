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
import com.google.cloud.firestore.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a person set in the app: private state that never becomes public. Collection {@code
 * preferences}. Thread-safe; the last writer wins.
 */
public final class Preferences {
  /** The largest list, in bytes of JSON. */
  public static final int MAX_BYTES = 100_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Firestore firestore;

  /** On {@code firestore}. */
  public Preferences(Firestore firestore) {
    this.firestore = firestore;
  }

  /** The list, empty when there is none; one document read. */
  public ArrayNode get(Did did) {
    DocumentSnapshot document = Await.result(document(did).get());
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
    Await.result(
        document(did)
            .set(Map.of(Documents.VERSION_FIELD, Documents.VERSION, "items", items.toString())));
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
