package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.Actors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes the profile ({@code app.bsky.actor.profile/self}) into its account's document. */
final class ProfileIndexer implements RecordIndexer {
  private final Actors actors;
  private final CardRewriter cards;

  ProfileIndexer(Firestore firestore, CardRewriter cards) {
    this.actors = new Actors(firestore);
    this.cards = cards;
  }

  @Override
  public Indexed index(Change change) {
    if (!change.rkey().equals("self")) {
      return Indexed.NOTHING;
    }
    DocumentReference document = actors.document(change.did());
    return Conflict.retried(() -> applied(change, Await.result(document.get())));
  }

  @Override
  public DocumentReference document(Did did, String rkey) {
    return actors.document(did);
  }

  @Override
  public boolean isWhole(DocumentSnapshot actor) {
    return true;
  }

  /** Its fields are all overwritten next, so they stay until then. */
  @Override
  public void drop(Change change, DocumentSnapshot actor) {
    Await.result(
        actor
            .getReference()
            .update(
                Map.of("profileRev", FieldValue.delete()),
                Precondition.updatedAt(Objects.requireNonNull(actor.getUpdateTime()))));
  }

  private Indexed applied(Change change, DocumentSnapshot actor) {
    Revision revision = Revision.of(change.rev(), actor, "profileRev");
    if (revision == Revision.OLDER) {
      return Indexed.NOTHING;
    }
    if (revision == Revision.NEWER) {
      Await.result(
          actor
              .getReference()
              .update(
                  fields(change),
                  Precondition.updatedAt(Objects.requireNonNull(actor.getUpdateTime()))));
    }
    return new Indexed(List.of(), () -> cards.rewrite(change.did()));
  }

  private static Map<String, Object> fields(Change change) {
    JsonNode record =
        change.value().<JsonNode>map(value -> value).orElse(JsonNodeFactory.instance.objectNode());
    Map<String, Object> fields = new HashMap<>();
    fields.put("displayName", orAbsent(record.path("displayName").asText()));
    fields.put("description", orAbsent(record.path("description").asText()));
    fields.put("avatar", orAbsent(blob(record.path("avatar"))));
    fields.put("banner", orAbsent(blob(record.path("banner"))));
    fields.put("profileRev", change.rev().value());
    fields.put("indexedAt", Fields.timestamp(change.time()));
    fields.put("cardVersion", FieldValue.increment(1));
    return fields;
  }

  private static Object orAbsent(String text) {
    return text.isEmpty() ? FieldValue.delete() : text;
  }

  private static String blob(JsonNode blob) {
    String link = blob.path("ref").path("$link").asText();
    try {
      return link.isEmpty() ? "" : Cid.parse(link).toString();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
