package app.tiktoktoe.repository;

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
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** A repository as another server exports it. */
final class ForeignRepository {
  private final SortedMap<String, ObjectNode> records = new TreeMap<>();

  ForeignRepository with(String key, ObjectNode record) {
    records.put(key, record);
    return this;
  }

  SortedMap<String, ObjectNode> records() {
    return records;
  }

  RepoCar car(Did did, Tid rev) {
    List<MstEntry> entries = new ArrayList<>();
    Map<Cid, byte[]> blocks = new HashMap<>();
    records.forEach(
        (key, record) -> {
          byte[] block = DagCbor.encode(record);
          blocks.put(Cid.ofCbor(block), block);
          entries.add(new MstEntry(key, Cid.ofCbor(block)));
        });
    SigningKey key = SigningKey.generate(Curve.P256, new SecureRandom());
    Commit commit = Commit.sign(did, rev, Mst.rootOf(entries), key);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      RepoCar.write(
          out, commit, Mst.of(entries), entry -> Objects.requireNonNull(blocks.get(entry.value())));
      return RepoCar.read(
          new ByteArrayInputStream(out.toByteArray()), new RepoCar.Limits(1L << 30, 1_000_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
