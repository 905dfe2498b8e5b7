package app.tiktoktoe.events;

import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.RequestContext;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.WriteBatch;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Events that are written with the change that they tell of, in the same batch, so that neither
 * exists without the other. Thread-safe.
 *
 * <p>An entry is pending until a consumer {@linkplain #confirm confirms} that it was delivered;
 * {@code maintenance} publishes pending entries again. Entries expire after {@link #KEPT}.
 *
 * <p>Collection {@code outbox}, one document per event: {@code version, data, pending, expireAt,
 * traceparent, topic, place}; {@code topic} is absent for {@link Topic#COMMITS}; {@code
 * traceparent} names the trace that it was written in, for whoever publishes it late. {@code
 * pending} is a shard digit, a dash and the creation time, so that the index on it does not grow at
 * one end; it is absent once confirmed.
 *
 * <p>The order of an account's events is that of their entries' creation times, which Firestore
 * gives; those of one batch have the same, and follow each other by {@code place}, which is 0 where
 * there is none.
 */
public final class Outbox {
  /** How long an entry is kept. */
  public static final Duration KEPT = Duration.ofDays(3);

  private static final String COLLECTION = "outbox";
  private static final String TOPIC = "topic";
  private static final int VERSION = 1;
  private static final int SHARDS = 8;

  private final Firestore firestore;

  /** On {@code firestore}. */
  public Outbox(Firestore firestore) {
    this.firestore = firestore;
  }

  /** Adds one document to {@code batch} and returns the message to publish once it is committed. */
  public Message add(WriteBatch batch, RepoEvent event) {
    return add(batch, event, 0);
  }

  /** Adds one document per event, which happened in this order. */
  public List<Message> addAll(WriteBatch batch, List<RepoEvent> events) {
    List<Message> messages = new ArrayList<>();
    for (RepoEvent event : events) {
      messages.add(add(batch, event, messages.size()));
    }
    return messages;
  }

  /** Adds one document to {@code batch} and returns the message to publish once it is committed. */
  public Message add(WriteBatch batch, MailRequest request) {
    String id = request.recipient() + "_mail_" + request.kind().id() + "_" + at(request.time());
    return add(batch, new Entry(id, Topic.MAILS, request.encode(), request.time(), 0));
  }

  private Message add(WriteBatch batch, RepoEvent event, int place) {
    ByteString data = RepoEventJson.encode(event);
    return add(batch, new Entry(id(event), Topic.COMMITS, data, event.time(), place));
  }

  private record Entry(String id, Topic topic, ByteString data, Instant time, int place) {}

  private Message add(WriteBatch batch, Entry message) {
    String id = message.id();
    Optional<String> traceparent = RequestContext.current().map(RequestContext::traceparent);
    Map<String, Object> entry = new HashMap<>();
    entry.put("version", VERSION);
    entry.put("data", Blob.fromByteString(message.data()));
    entry.put("pending", pending(Math.floorMod(id.hashCode(), SHARDS), message.time()));
    if (message.topic() != Topic.COMMITS) {
      entry.put(TOPIC, message.topic().id());
    }
    if (message.place() > 0) {
      entry.put("place", message.place());
    }
    entry.put("expireAt", timestamp(message.time().plus(KEPT)));
    traceparent.ifPresent(parent -> entry.put(Message.TRACE_ATTRIBUTE, parent));
    batch.create(entries().document(id), entry);
    return message(message.topic(), id, message.data(), traceparent);
  }

  private static String id(RepoEvent event) {
    return switch (event) {
      case RepoEvent.CommitEvent commit -> commit.did() + "_" + commit.rev();
      case RepoEvent.IdentityEvent identity -> identity.did() + "_identity_" + at(identity.time());
      case RepoEvent.AccountEvent account -> account.did() + "_account_" + at(account.time());
      case RepoEvent.SyncEvent sync -> sync.did() + "_sync_" + at(sync.time());
    };
  }

  private static Tid at(Instant time) {
    return Tid.of(micros(time), 0);
  }

  /**
   * Whether there is an entry {@code id}, pending or not: whether the batch that it was added to
   * was committed, within {@link #KEPT}. One document read.
   */
  public boolean holds(String id) {
    return Await.result(entries().document(id).get()).exists();
  }

  /**
   * Marks the entry as delivered, for one document written. Confirming twice, or an entry that has
   * expired, changes nothing.
   */
  public void confirm(String id) {
    try {
      Await.result(entries().document(id).update(Map.of("pending", FieldValue.delete())));
    } catch (NotFoundException e) {
      return;
    }
  }

  /**
   * Entries pending since before {@code before}, oldest first in each shard, at most {@code limit}.
   * Costs a read per entry, and one per empty shard.
   */
  public List<Message> pendingSince(Instant before, int limit) {
    List<Message> found = new ArrayList<>();
    for (int shard = 0; shard < SHARDS && found.size() < limit; shard++) {
      for (QueryDocumentSnapshot entry : query(shard, before, limit - found.size())) {
        Optional<String> trace = Optional.ofNullable(entry.getString(Message.TRACE_ATTRIBUTE));
        found.add(message(topic(entry), entry.getId(), data(entry), trace));
      }
    }
    return found;
  }

  private static Topic topic(QueryDocumentSnapshot entry) {
    String id = entry.getString(TOPIC);
    return id == null ? Topic.COMMITS : Topic.ofId(id);
  }

  private static ByteString data(QueryDocumentSnapshot entry) {
    return Objects.requireNonNull(entry.getBlob("data"), "an entry without data").toByteString();
  }

  private List<QueryDocumentSnapshot> query(int shard, Instant before, int limit) {
    return Await.result(
            entries()
                .whereGreaterThanOrEqualTo("pending", shard + "-")
                .whereLessThan("pending", pending(shard, before))
                .orderBy("pending")
                .limit(limit)
                .get())
        .getDocuments();
  }

  private static String pending(int shard, Instant time) {
    return shard + "-" + String.format("%016d", micros(time));
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.ofTimeSecondsAndNanos(time.getEpochSecond(), time.getNano());
  }

  private static Message message(
      Topic topic, String id, ByteString data, Optional<String> traceparent) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put(Message.OUTBOX_ATTRIBUTE, id);
    traceparent.ifPresent(parent -> attributes.put(Message.TRACE_ATTRIBUTE, parent));
    return new Message(topic, data, attributes);
  }

  private CollectionReference entries() {
    return firestore.collection(COLLECTION);
  }
}
