package app.tiktoktoe.views;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.events.RecordOperation;
import app.tiktoktoe.events.RecordOperation.Action;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.events.TreeChange;
import app.tiktoktoe.views.post.PostKey;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the commits of accounts, each a millisecond after the one before. */
final class Repo {
  static final String POST = "app.bsky.feed.post";
  static final String LIKE = "app.bsky.feed.like";
  static final String REPOST = "app.bsky.feed.repost";
  static final String FOLLOW = "app.bsky.graph.follow";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Cid CID = Cid.ofCbor("test".getBytes(StandardCharsets.UTF_8));

  private Instant now = Instant.parse("2026-03-04T05:06:07Z");

  Tid tick() {
    now = now.plusMillis(1);
    return Tid.of(now.toEpochMilli() * 1_000, 7);
  }

  Instant now() {
    return now;
  }

  static Did did(int number) {
    return Did.parse("did:plc:" + "a".repeat(20) + letters(number));
  }

  private static String letters(int number) {
    StringBuilder letters = new StringBuilder();
    for (int rest = number; letters.length() < 4; rest /= 26) {
      letters.insert(0, (char) ('a' + rest % 26));
    }
    return letters.toString();
  }

  CommitEvent commit(Did did, RecordOperation... operations) {
    return new CommitEvent(
        did, tick(), CID, now, List.of(operations), TreeChange.first(ByteString.EMPTY));
  }

  RecordOperation create(String collection, Tid rkey, ObjectNode record) {
    record.put("$type", collection).put("createdAt", now.toString());
    return operation(Action.CREATE, collection, rkey.value(), record);
  }

  static RecordOperation update(String collection, String rkey, ObjectNode record) {
    return operation(Action.UPDATE, collection, rkey, record.put("$type", collection));
  }

  static RecordOperation delete(String collection, Tid rkey) {
    return operation(Action.DELETE, collection, rkey.value(), null);
  }

  private static RecordOperation operation(
      Action action, String collection, String rkey, @Nullable ObjectNode record) {
    return new RecordOperation(
        action,
        Nsid.parse(collection),
        RecordKey.parse(rkey),
        record == null ? null : CID,
        record,
        null);
  }

  static ObjectNode text(String text) {
    return JSON.createObjectNode().put("text", text);
  }

  static ObjectNode reply(PostKey parent, PostKey root) {
    ObjectNode record = text("a reply");
    record
        .withObject("/reply/parent")
        .put("uri", parent.uri().toString())
        .put("cid", CID.toString());
    record.withObject("/reply/root").put("uri", root.uri().toString()).put("cid", CID.toString());
    return record;
  }

  static ObjectNode quote(PostKey post) {
    ObjectNode record = text("a quote");
    record.withObject("/embed").put("$type", "app.bsky.embed.record");
    record.withObject("/embed/record").put("uri", post.uri().toString()).put("cid", CID.toString());
    return record;
  }

  static ObjectNode mention(Did did) {
    ObjectNode record = text("a mention");
    record
        .withArray("/facets")
        .addObject()
        .withArray("/features")
        .addObject()
        .put("$type", "app.bsky.richtext.facet#mention")
        .put("did", did.value());
    return record;
  }

  static ObjectNode subject(PostKey post) {
    ObjectNode record = JSON.createObjectNode();
    record.withObject("/subject").put("uri", post.uri().toString()).put("cid", CID.toString());
    return record;
  }

  static ObjectNode subject(Did did) {
    return JSON.createObjectNode().put("subject", did.value());
  }
}
