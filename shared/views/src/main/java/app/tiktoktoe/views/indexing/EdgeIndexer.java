package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.NotificationEvent;
import app.tiktoktoe.views.Conflict;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.graph.Edges;
import app.tiktoktoe.views.indexing.NotificationWriter.Draft;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes edges and, in the same batch, what follows from them. A record that names no subject of
 * this kind counts as deleted.
 *
 * <p>The edge's document is the gate: whoever changes it does so on the condition that it is as it
 * was read, so that each operation takes effect once and only after older ones.
 */
final class EdgeIndexer implements RecordIndexer {
  private static final List<String> OPTIONAL =
      List.of("expireAt", EdgeEffects.NOTIFIED, GraphEffects.PAGE);

  /** Without one of these a document is damaged. */
  private static final List<String> REQUIRED =
      List.of(Fields.VERSION_FIELD, "actor", "rkey", "subject", "rev", "createdAt", "indexedAt");

  private final Firestore firestore;
  private final Edges edges;
  private final EdgeEffects effects;

  EdgeIndexer(Firestore firestore, String collection, EdgeEffects effects) {
    this.firestore = firestore;
    this.edges = new Edges(firestore, collection);
    this.effects = effects;
  }

  @Override
  public Indexed index(Change change) {
    return Conflict.retried(() -> applied(change));
  }

  @Override
  public DocumentReference document(Did did, String rkey) {
    return edges.document(did, rkey);
  }

  @Override
  public boolean isWhole(DocumentSnapshot edge) {
    return REQUIRED.stream().allMatch(edge::contains)
        && edge.get("subject") instanceof String subject
        && effects.isSubject(subject);
  }

  @Override
  public void drop(Change change, DocumentSnapshot edge) {
    WriteBatch batch = firestore.batch();
    if (isLive(edge) && isWhole(edge)) {
      Fields fields = new Fields(edge);
      effects.remove(batch, change, fields.text("subject"), fields);
    }
    batch.delete(edge.getReference(), unchanged(edge));
    Await.result(batch.commit());
  }

  private Indexed applied(Change change) {
    DocumentSnapshot edge = Await.result(edges.document(change.did(), change.rkey()).get());
    return switch (Revision.of(change.rev(), edge)) {
      case OLDER -> Indexed.NOTHING;
      case SAME -> takenUp(change, edge);
      case NEWER -> renewed(change, edge);
    };
  }

  private Indexed takenUp(Change change, DocumentSnapshot edge) {
    String subject = edge.getString("subject");
    boolean told = isLive(edge) && Boolean.TRUE.equals(edge.getBoolean(EdgeEffects.NOTIFIED));
    return indexed(change, subject, told);
  }

  private Indexed renewed(Change change, DocumentSnapshot edge) {
    Optional<String> subject = effects.subject(change);
    if (!isLive(edge) || subject.equals(Optional.ofNullable(edge.getString("subject")))) {
      return put(change, edge, subject);
    }
    Indexed retired = retire(change, edge, subject.isPresent());
    if (subject.isEmpty()) {
      return retired;
    }
    retired.folds().run();
    return applied(change);
  }

  private Indexed indexed(Change change, @Nullable String subject, boolean told) {
    if (subject == null) {
      return Indexed.NOTHING;
    }
    Optional<Draft> draft = told ? effects.draft(change, subject) : Optional.empty();
    List<NotificationEvent> events = draft.map(d -> d.event(change)).stream().toList();
    return new Indexed(events, () -> effects.fold(change, subject));
  }

  private static boolean isLive(DocumentSnapshot edge) {
    return Boolean.TRUE.equals(edge.getBoolean("live"));
  }

  /** Ends a live edge. One that is about to get another subject keeps its revision until then. */
  private Indexed retire(Change change, DocumentSnapshot edge, boolean succeeded) {
    WriteBatch batch = firestore.batch();
    Fields fields = new Fields(edge);
    String subject = fields.text("subject");
    effects.remove(batch, change, subject, fields);
    Map<String, Object> values = new HashMap<>();
    values.put("rev", succeeded ? fields.text("rev") : change.rev().value());
    values.put("live", false);
    values.put("expireAt", change.expireAt());
    batch.update(edge.getReference(), values, unchanged(edge));
    Await.result(batch.commit());
    return indexed(change, subject, false);
  }

  private Indexed put(Change change, DocumentSnapshot edge, Optional<String> subject) {
    WriteBatch batch = firestore.batch();
    Map<String, Object> values = new HashMap<>();
    values.put(Fields.VERSION_FIELD, Fields.VERSION);
    values.put("actor", change.did().value());
    values.put("rkey", change.rkey());
    values.put("rev", change.rev().value());
    values.put("live", subject.isPresent());
    if (subject.isEmpty()) {
      values.put("expireAt", change.expireAt());
    } else {
      putLive(batch, change, edge, subject.get(), values);
    }
    if (edge.exists()) {
      batch.update(edge.getReference(), values, unchanged(edge));
    } else {
      batch.create(edge.getReference(), values);
    }
    Await.result(batch.commit());
    boolean told = Boolean.TRUE.equals(values.get(EdgeEffects.NOTIFIED));
    return indexed(change, subject.orElse(edge.getString("subject")), told);
  }

  private void putLive(
      WriteBatch batch,
      Change change,
      DocumentSnapshot edge,
      String subject,
      Map<String, Object> values) {
    values.put("subject", subject);
    values.put("createdAt", Fields.timestamp(change.createdAt()));
    if (isLive(edge)) {
      return;
    }
    values.put("indexedAt", Fields.timestamp(change.time()));
    if (edge.exists()) {
      OPTIONAL.forEach(field -> values.put(field, FieldValue.delete()));
    }
    values.putAll(effects.add(batch, change, subject));
  }

  private static Precondition unchanged(DocumentSnapshot document) {
    return Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime()));
  }
}
