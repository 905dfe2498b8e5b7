package app.tiktoktoe.bench;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.repo.RepoCar;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * A repository as people have it: seven records of ten are likes, the others posts and follows,
 * each under the time it was written. The same size gives the same repository.
 *
 * @param entries all records, sorted
 * @param car the export; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
record RepoSample(List<MstEntry> entries, byte[] car) {
  static final Did DID = Did.parse("did:plc:7ztmfqiyjf5o5ychjtcloi2e");
  static final SigningKey KEY = SigningKey.fromBytes(Curve.K256, secret());
  private static final long FIRST_MICROS = 1_700_000_000_000_000L;
  private static final int MEAN_GAP_MICROS = 60_000_000;

  private static byte[] secret() {
    byte[] secret = new byte[32];
    secret[31] = 1;
    return secret;
  }

  static RepoSample of(int size) {
    Random random = new Random(size);
    TreeMap<String, byte[]> records = new TreeMap<>();
    long micros = FIRST_MICROS;
    while (records.size() < size) {
      micros += 1 + random.nextInt(2 * MEAN_GAP_MICROS);
      add(Tid.of(micros, 7), random.nextInt(10), records);
    }
    Map<Cid, byte[]> contents = new HashMap<>();
    List<MstEntry> entries =
        records.entrySet().stream()
            .map(record -> new MstEntry(record.getKey(), Cid.ofCbor(record.getValue())))
            .toList();
    records.values().forEach(record -> contents.put(Cid.ofCbor(record), record));
    return new RepoSample(entries, export(entries, contents, Tid.of(micros, 7)));
  }

  private static void add(Tid time, int kind, Map<String, byte[]> records) {
    String collection =
        kind < 7 ? "app.bsky.feed.like" : kind < 9 ? "app.bsky.feed.post" : "app.bsky.graph.follow";
    ObjectNode record = JsonNodeFactory.instance.objectNode().put("$type", collection);
    record.put("createdAt", "2026-01-01T00:00:00.000Z");
    record.put(kind < 7 || kind == 9 ? "subject" : "text", "about " + time.value());
    records.put(collection + "/" + time.value(), DagCbor.encode(record));
  }

  private static byte[] export(List<MstEntry> entries, Map<Cid, byte[]> contents, Tid rev) {
    Mst tree = Mst.of(entries);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Commit commit = Commit.sign(DID, rev, tree.root(), KEY);
      RepoCar.write(
          out, commit, tree, entry -> Objects.requireNonNull(contents.get(entry.value())));
    } catch (IOException e) {
      throw new IllegalStateException("Memory does not fail", e);
    }
    return out.toByteArray();
  }

  /** Writes what the official library measures. */
  void writeTo(Path folder) throws IOException {
    List<String> lines = entries.stream().map(entry -> entry.key() + " " + entry.value()).toList();
    Files.write(folder.resolve("entries.txt"), lines);
    Files.write(folder.resolve("repo.car"), car);
    Files.writeString(folder.resolve("key.txt"), DID.value() + " " + KEY.publicKey().didKey());
  }
}
