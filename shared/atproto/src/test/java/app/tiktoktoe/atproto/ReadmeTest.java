package app.tiktoktoe.atproto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cbor.DataModel;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.firehose.CheckedCommit;
import app.tiktoktoe.atproto.firehose.CommitEvent;
import app.tiktoktoe.atproto.firehose.Frame;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstOutline;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.repo.CommitSlice;
import app.tiktoktoe.atproto.repo.RepoCar;
import app.tiktoktoe.atproto.repo.RepoOp;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples of the README: each of its blocks of code is a run of lines of this file. */
class ReadmeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theExamplesWork() throws IOException {
    Did did = Did.parse("did:plc:7ztmfqiyjf5o5ychjtcloi2e");
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Tid rev = Tid.parse("3n2sgt2szvc2l");
    Tid nextRev = Tid.parse("3n2sgt2xu6s2l");

    JsonNode post =
        JSON.readTree(
            "{\"$type\": \"app.bsky.feed.post\", \"text\": \"hello\", \"langs\": [\"en\"]}");
    DataModel.check(post);
    byte[] record = DagCbor.encode(post);
    Cid cid = Cid.ofCbor(record);

    SigningKey key = SigningKey.generate(Curve.K256, new SecureRandom());
    Mst tree = Mst.of(List.of(new MstEntry("app.bsky.feed.post/3n2sgt2xne22l", cid)));
    Commit commit = Commit.sign(did, rev, tree.root(), key);
    ByteArrayOutputStream export = new ByteArrayOutputStream();
    RepoCar.write(export, commit, tree, entry -> record);

    RepoCar.Limits limits = new RepoCar.Limits(50_000_000, 100_000);
    RepoCar repo = RepoCar.read(new ByteArrayInputStream(export.toByteArray()), limits);
    assertTrue(repo.commit().verify(key.publicKey()));
    for (MstEntry entry : repo.entries()) {
      assertEquals(post, DagCbor.decode(repo.record(entry)));
    }

    List<RepoOp> ops = List.of(RepoOp.delete("app.bsky.feed.post/3n2sgt2xne22l", cid));
    MstOutline changed =
        MstOutline.of(repo.entries())
            .with(Map.of("app.bsky.feed.post/3n2sgt2xne22l", Optional.empty()));
    Mst nextTree = Mst.of(changed);
    Commit next = Commit.sign(did, nextRev, nextTree.root(), key);
    CommitSlice slice = CommitSlice.of(next, nextTree, ops, written -> record);
    byte[] frame = new Frame.Sequenced(1, CommitEvent.of(slice, commit, ops, now)).encode();

    PublicKey published = PublicKey.parseDidKey(key.publicKey().didKey());
    if (Frame.decode(frame) instanceof Frame.Sequenced(long seq, CommitEvent event)) {
      CommitSlice proven = CheckedCommit.of(event, published);
      assertEquals(1, seq);
      assertEquals(commit.data(), proven.rootBefore(event.ops()));
    }
  }

  @Test
  void theReadmeShowsTheseLines() throws IOException {
    List<String> source = stripped(Path.of("src/test/java/app/tiktoktoe/atproto/ReadmeTest.java"));
    List<String> block = new ArrayList<>();
    int blocks = 0;
    boolean inside = false;
    for (String line : stripped(Path.of("README.md"))) {
      if (inside && line.equals("```")) {
        inside = false;
        blocks++;
        assertTrue(String.join("\n", source).contains(String.join("\n", block)), block::toString);
        block.clear();
      } else if (inside) {
        block.add(line);
      } else if (line.equals("```java")) {
        inside = true;
      }
    }
    assertEquals(5, blocks);
  }

  private static List<String> stripped(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(String::strip).toList();
  }
}
