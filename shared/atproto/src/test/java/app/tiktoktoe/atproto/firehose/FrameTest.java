package app.tiktoktoe.atproto.firehose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cbor.CborReader;
import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.repo.CommitSlice;
import app.tiktoktoe.atproto.repo.RepoOp;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.atproto.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FrameTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Did DID = Did.parse("did:plc:7ztmfqiyjf5o5ychjtcloi2e");
  private static final Instant TIME = Instant.parse("2026-11-21T06:08:54.964Z");
  private static final Cid CID = Cid.ofCbor(new byte[1]);
  private static final Tid REV = Tid.parse("3n2sgt2szvc2l");

  static Stream<JsonNode> officialFrames() {
    return Stream.concat(
        Vectors.cases("generated/event-frames.json"),
        Vectors.stream(Vectors.json("generated/official-firehose.json").get("frames")));
  }

  @Test
  void thereAreTwentyTwoOfficialFrames() {
    assertEquals(5 + 17, officialFrames().count());
  }

  @ParameterizedTest
  @MethodSource("officialFrames")
  void officialFramesAreReadAndWrittenByteForByte(JsonNode vector) {
    byte[] official = HEX.parseHex(vector.get("hex").asText());
    Frame frame = Frame.decode(official);
    assertEquals(vector.get("hex").asText(), HEX.formatHex(frame.encode()));
    assertEquals(frame, Frame.decode(frame.encode()));
  }

  /** What a consumer does with the stream of one account, from its first commit on. */
  @Test
  void officialCommitsAreSignedAndFollowOneAnother() {
    JsonNode official = Vectors.json("generated/official-firehose.json");
    PublicKey key = PublicKey.parseDidKey(official.get("signingDidKey").asText());
    List<CommitEvent> commits = new ArrayList<>();
    List<SyncEvent> syncs = new ArrayList<>();
    for (JsonNode vector : official.get("frames")) {
      if (Frame.decode(HEX.parseHex(vector.get("hex").asText()))
          instanceof Frame.Sequenced(long _, Event event)) {
        if (event instanceof CommitEvent commit) {
          commits.add(commit);
        } else if (event instanceof SyncEvent sync) {
          syncs.add(sync);
        }
      }
    }
    assertEquals(8, commits.size());
    @Nullable CommitEvent before = null;
    for (CommitEvent event : commits) {
      CommitSlice slice = CheckedCommit.of(event, key);
      if (before != null) {
        assertEquals(before.rev(), event.since());
        assertEquals(CommitSlice.decode(before.blocks()).commit().data(), event.prevData());
      }
      for (RepoOp op : event.ops()) {
        assertTrue(op.after() == null || slice.blocks().containsKey(op.after()));
      }
      before = event;
    }
    assertEquals(2, syncs.size());
    for (SyncEvent sync : syncs) {
      CommitSlice slice = CommitSlice.decode(sync.blocks());
      assertTrue(slice.commit().verify(key));
      assertEquals(1, slice.blocks().size());
      assertEquals(sync, SyncEvent.of(slice.commit(), sync.time()));
    }
  }

  @Test
  void eventsThatDoNotFollowAreRefused() {
    JsonNode official = Vectors.json("generated/official-firehose.json");
    PublicKey key = PublicKey.parseDidKey(official.get("signingDidKey").asText());
    CommitEvent first = commit(official, 2);
    CommitEvent later = commit(official, 8);
    assertEquals(first.commit(), CheckedCommit.of(first, key).commit().cid());
    assertEquals(later.commit(), CheckedCommit.of(later, key).commit().cid());
    PublicKey other =
        PublicKey.parseDidKey("did:key:zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP");
    assertUnchecked(later, other);
    assertUnchecked(with(later, CID, later.rev(), later.prevData(), later.ops()), key);
    assertUnchecked(with(later, later.commit(), REV, later.prevData(), later.ops()), key);
    assertUnchecked(with(later, later.commit(), later.rev(), CID, later.ops()), key);
    assertUnchecked(with(later, later.commit(), later.rev(), null, later.ops()), key);
    assertUnchecked(with(later, later.commit(), later.rev(), later.prevData(), List.of()), key);
  }

  private static CommitEvent commit(JsonNode official, int frame) {
    byte[] bytes = HEX.parseHex(official.get("frames").get(frame).get("hex").asText());
    return (CommitEvent) ((Frame.Sequenced) Frame.decode(bytes)).event();
  }

  private static CommitEvent with(
      CommitEvent event, Cid commit, Tid rev, @Nullable Cid prevData, List<RepoOp> ops) {
    return new CommitEvent(
        event.did(), commit, rev, event.since(), prevData, ops, event.blocks(), event.time());
  }

  private static void assertUnchecked(CommitEvent event, PublicKey key) {
    assertThrows(InvalidDataException.class, () -> CheckedCommit.of(event, key));
  }

  @ParameterizedTest
  @EnumSource(AccountEvent.Status.class)
  void everyStatusComesBack(AccountEvent.Status status) {
    Frame frame = new Frame.Sequenced(9, AccountEvent.inactive(DID, status, TIME));
    assertEquals(frame, Frame.decode(frame.encode()));
  }

  @Test
  void optionalFieldsMayBeAbsent() {
    for (Frame frame :
        List.of(
            new Frame.Sequenced(1, new IdentityEvent(DID, null, TIME)),
            new Frame.Sequenced(1, new IdentityEvent(DID, Handle.parse("a.test"), TIME)),
            new Frame.Sequenced(1, new AccountEvent(DID, false, null, TIME)),
            new Frame.Sequenced(1, AccountEvent.active(DID, TIME)),
            new Frame.Info(Frame.Info.OUTDATED_CURSOR, null),
            new Frame.Failure(Frame.Failure.CONSUMER_TOO_SLOW, null),
            new Frame.Sequenced((1L << 53) - 1, commit(1)))) {
      assertEquals(frame, Frame.decode(frame.encode()));
    }
  }

  @Test
  void timesAreInMilliseconds() {
    IdentityEvent event = new IdentityEvent(DID, null, TIME.plusNanos(999));
    assertEquals(TIME, event.time());
  }

  private static CommitEvent commit(int ops) {
    List<RepoOp> all = new ArrayList<>();
    for (int i = 0; i < ops; i++) {
      all.add(RepoOp.update("a.b.c/" + i, CID, Cid.ofCbor(new byte[2])));
    }
    return new CommitEvent(DID, CID, REV, REV, CID, all, new byte[10], TIME);
  }

  @Test
  void limitsHold() {
    assertEquals(CommitEvent.MAX_OPS, commit(CommitEvent.MAX_OPS).ops().size());
    assertThrows(IllegalArgumentException.class, () -> commit(CommitEvent.MAX_OPS + 1));
    byte[] large = new byte[CommitSlice.MAX_BYTES + 1];
    assertThrows(
        IllegalArgumentException.class,
        () -> new CommitEvent(DID, CID, REV, null, null, List.of(), large, TIME));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SyncEvent(DID, REV, new byte[SyncEvent.MAX_BYTES + 1], TIME));
    Event event = AccountEvent.active(DID, TIME);
    assertThrows(IllegalArgumentException.class, () -> new Frame.Sequenced(0, event));
    assertThrows(IllegalArgumentException.class, () -> new Frame.Sequenced(1L << 53, event));
    assertThrows(
        IllegalArgumentException.class,
        () -> new AccountEvent(DID, true, AccountEvent.Status.DELETED, TIME));
    assertThrows(InvalidDataException.class, () -> Frame.decode(new byte[Frame.MAX_BYTES + 1]));
  }

  private static void assertRefused(
      Frame frame, Consumer<ObjectNode> header, Consumer<ObjectNode> payload) {
    CborReader in = new CborReader(frame.encode());
    ObjectNode head = (ObjectNode) DagCbor.read(in);
    ObjectNode body = (ObjectNode) DagCbor.read(in);
    header.accept(head);
    payload.accept(body);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(DagCbor.encode(head));
    out.writeBytes(DagCbor.encode(body));
    assertThrows(InvalidDataException.class, () -> Frame.decode(out.toByteArray()));
  }

  @Test
  void malformedFramesAreRefused() {
    Frame account = new Frame.Sequenced(1, AccountEvent.active(DID, TIME));
    assertRefused(account, h -> h.put("op", 2), p -> {});
    assertRefused(account, h -> h.put("op", "1"), p -> {});
    assertRefused(account, h -> h.put("t", "#other"), p -> {});
    assertRefused(account, h -> h.remove("t"), p -> {});
    assertRefused(account, h -> {}, p -> p.put("did", "nobody"));
    assertRefused(account, h -> {}, p -> p.put("active", 1));
    assertRefused(account, h -> {}, p -> p.put("status", "deleted"));
    assertRefused(account, h -> {}, p -> p.put("active", false).put("status", "gone"));
    assertRefused(account, h -> {}, p -> p.put("seq", 0));
    assertRefused(account, h -> {}, p -> p.put("time", "today"));

    Frame commit = new Frame.Sequenced(1, commit(1));
    List.of("ops", "rev", "seq", "repo", "time", "since", "blocks", "commit", "rebase", "tooBig")
        .forEach(field -> assertRefused(commit, h -> {}, p -> p.remove(field)));
    assertRefused(commit, h -> {}, p -> p.put("tooBig", true));
    assertRefused(commit, h -> {}, p -> p.putNull("rev"));
    assertRefused(commit, h -> {}, p -> p.put("commit", CID.toString()));
    assertRefused(commit, h -> {}, p -> op(p).put("action", "create"));
    assertRefused(commit, h -> {}, p -> op(p).put("action", "UPDATE"));
    assertRefused(commit, h -> {}, p -> op(p).remove("prev"));
    assertRefused(commit, h -> {}, p -> op(p).put("path", "nowhere"));
    assertRefused(commit, h -> {}, p -> op(p).putNull("cid"));
  }

  private static ObjectNode op(ObjectNode commit) {
    return (ObjectNode) commit.get("ops").get(0);
  }
}
