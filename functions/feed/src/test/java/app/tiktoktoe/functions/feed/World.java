package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.actor.AuthorCard;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.views.post.PostKey;
import app.tiktoktoe.views.reaction.Reactions;
import app.tiktoktoe.views.timeline.TimelineEntry;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.SetOptions;
import com.google.cloud.firestore.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accounts, posts and what they did to each other, stored as the indexer stores them. */
final class World {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  static final String POST = "app.bsky.feed.post";

  private final Firestore firestore;
  private int ticks;

  World(Firestore firestore) {
    this.firestore = firestore;
  }

  static Did did(String name) {
    return Did.parse("did:plc:" + (name + "aaaaaaaaaaaaaaaaaaaaaaaa").substring(0, 24));
  }

  static Cid cid(String content) {
    return Cid.ofCbor(content.getBytes(StandardCharsets.UTF_8));
  }

  static Cid blob(String content) {
    return Cid.ofRaw(content.getBytes(StandardCharsets.UTF_8));
  }

  Instant tick() {
    return START.plusSeconds(ticks++);
  }

  private static Tid tid(Instant time) {
    return Tid.of(time.getEpochSecond() * 1_000_000, 7);
  }

  Did account(String name) {
    WriteBatch batch = firestore.batch();
    new NewActor(firestore).addTo(batch, did(name), Handle.parse(name + ".test"), START);
    batch.create(
        firestore.document("handles/" + name + ".test"),
        Map.of(Fields.VERSION_FIELD, 1, "step", "taken", "did", did(name).value()));
    Await.result(batch.commit());
    return did(name);
  }

  void viewer(Did did, String field, Object value) {
    Await.result(firestore.document("viewers/" + did).update(field, value));
  }

  /** A record in a map of a viewer, such as {@code follows}. */
  void relate(Did did, String map, Did other, String rkey) {
    Await.result(
        firestore.document("viewers/" + did).update(FieldPath.of(map, other.value()), rkey));
  }

  void follow(Did actor, Did subject) {
    String rkey = edge("follows", actor, subject.value());
    relate(actor, "follows", subject, rkey);
    relate(subject, "followedBy", actor, rkey);
  }

  void block(Did actor, Did subject) {
    String rkey = edge("blocks", actor, subject.value());
    relate(actor, "blocks", subject, rkey);
    relate(subject, "blockedBy", actor, rkey);
  }

  void like(Did actor, PostKey post) {
    react("likes", actor, post);
  }

  String repost(Did actor, PostKey post) {
    return react("reposts", actor, post);
  }

  private String react(String kind, Did actor, PostKey post) {
    String rkey = edge(kind, actor, post.toString());
    Await.result(
        new Reactions(firestore)
            .document(actor, Reactions.monthOf(post))
            .set(
                Map.of(Fields.VERSION_FIELD, 1, kind, Map.of(post.toString(), rkey)),
                SetOptions.merge()));
    return rkey;
  }

  private String edge(String collection, Did actor, String subject) {
    Instant now = tick();
    String rkey = tid(now).value();
    Map<String, Object> fields = new HashMap<>();
    fields.put(Fields.VERSION_FIELD, 1);
    fields.put("actor", actor.value());
    fields.put("rkey", rkey);
    fields.put("subject", subject);
    fields.put("rev", rkey);
    fields.put("live", true);
    fields.put("createdAt", Fields.timestamp(now));
    fields.put("indexedAt", Fields.timestamp(now));
    Await.result(firestore.document(collection + "/" + actor + "_" + rkey).set(fields));
    return rkey;
  }

  static ObjectNode record(String text) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("$type", POST)
        .put("text", text)
        .put("createdAt", "2026-03-01T12:00:00.000Z");
  }

  static ObjectNode blobJson(Cid cid, String type) {
    ObjectNode blob = JsonNodeFactory.instance.objectNode().put("$type", "blob");
    blob.putObject("ref").put("$link", cid.toString());
    return blob.put("mimeType", type).put("size", 1000);
  }

  static ObjectNode strongRef(PostKey post) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("uri", post.uri().toString())
        .put("cid", cid(post.toString()).toString());
  }

  PostKey post(Did author, String text) {
    return post(author, record(text), null, null);
  }

  PostKey reply(Did author, String text, PostKey root, PostKey parent) {
    ObjectNode record = record(text);
    ObjectNode reply = record.putObject("reply");
    reply.set("root", strongRef(root));
    reply.set("parent", strongRef(parent));
    return post(author, record, root, parent);
  }

  PostKey post(Did author, ObjectNode record, @Nullable PostKey root, @Nullable PostKey parent) {
    Instant now = tick();
    PostKey key = new PostKey(author, tid(now));
    Map<String, Object> fields = new HashMap<>();
    fields.put(Fields.VERSION_FIELD, 1);
    fields.put("author", author.value());
    fields.put("rkey", key.rkey().value());
    fields.put("rev", key.rkey().value());
    fields.put("cid", cid(key.toString()).toString());
    fields.put("record", record.toString());
    fields.put("card", card(author).toFields());
    fields.put("live", true);
    fields.put("likeCount", 3);
    for (String time : new String[] {"createdAt", "indexedAt", "sortAt"}) {
      fields.put(time, Fields.timestamp(now));
    }
    String embed = record.path("embed").path("$type").asText();
    fields.put("isReply", parent != null);
    fields.put("inOwnThread", parent == null || parent.author().equals(author));
    fields.put("hasMedia", embed.endsWith("video") || embed.endsWith("images"));
    fields.put("hasVideo", embed.endsWith("video"));
    if (root != null && parent != null) {
      fields.put("replyRoot", root.uri().toString());
      fields.put("replyParent", parent.uri().toString());
    }
    String quoted = record.path("embed").path("record").path("uri").asText();
    if (!quoted.isEmpty()) {
      fields.put("quoted", quoted);
    }
    Await.result(firestore.document("posts/" + key).set(fields));
    return key;
  }

  private static AuthorCard card(Did author) {
    Handle handle = Handle.parse(author.methodSpecificId().replaceAll("a{5,}$", "") + ".test");
    return new AuthorCard(author, handle, null, null, START, 1);
  }

  /** What {@code indexing} notes of captions that it served. */
  void caption(PostKey post, String captions) {
    Await.result(firestore.document("posts/" + post).update("captions", captions));
  }

  void delete(PostKey post) {
    Await.result(firestore.document("posts/" + post).update("live", false));
  }

  void deliver(Did viewer, PostKey post, TimelineEntry.Kind kind) {
    deliver(viewer, new TimelineEntry(time(post.rkey()), kind, post.rkey(), post.author()));
  }

  void deliverRepost(Did viewer, Did by, String rkey) {
    Tid tid = Tid.parse(rkey);
    deliver(viewer, new TimelineEntry(time(tid), TimelineEntry.Kind.REPOST, tid, by));
  }

  private void deliver(Did viewer, TimelineEntry entry) {
    Await.result(
        firestore
            .document("timelines/" + viewer)
            .update("entries", FieldValue.arrayUnion(Blob.fromBytes(entry.encode()))));
  }

  private static Instant time(Tid tid) {
    return Instant.ofEpochSecond(tid.micros() / 1_000_000);
  }
}
