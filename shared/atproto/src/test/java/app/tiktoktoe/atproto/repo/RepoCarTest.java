package app.tiktoktoe.atproto.repo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.car.CarBlock;
import app.tiktoktoe.atproto.car.CarReader;
import app.tiktoktoe.atproto.car.CarWriter;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.mst.InvalidTreeException;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstReader;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.atproto.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RepoCarTest {
  private static final RepoCar.Limits LIMITS = new RepoCar.Limits(10_000_000, 10_000);
  private static final SigningKey KEY = SigningKey.fromBytes(Curve.K256, filled());
  private final JsonNode official = Vectors.json("generated/official-cars.json");
  private final PublicKey officialKey =
      PublicKey.parseDidKey(official.get("signingDidKey").asText());

  private static byte[] filled() {
    byte[] bytes = new byte[32];
    bytes[31] = 7;
    return bytes;
  }

  private static RepoCar read(byte[] car) throws IOException {
    return RepoCar.read(new ByteArrayInputStream(car), LIMITS);
  }

  private static Map<Cid, byte[]> blocks(byte[] car) throws IOException {
    CarReader reader = new CarReader(new ByteArrayInputStream(car));
    Map<Cid, byte[]> blocks = new HashMap<>();
    for (Optional<CarBlock> next = reader.next(); next.isPresent(); next = reader.next()) {
      blocks.put(next.get().cid(), next.get().bytes());
    }
    return blocks;
  }

  @Test
  void readsTheOfficialExport() throws IOException {
    RepoCar repo = read(Vectors.bytes("generated/official-getRepo.car"));
    JsonNode expected = official.get("files").get("official-getRepo.car");
    List<String> records = new ArrayList<>();
    expected
        .get("records")
        .forEach(r -> records.add(r.get("path").asText() + " " + r.get("cid").asText()));

    assertEquals(expected.get("commit").asText(), repo.commit().cid().toString());
    assertTrue(repo.commit().verify(officialKey));
    assertEquals(
        records.stream().sorted().toList(),
        repo.entries().stream().map(e -> e.key() + " " + e.value()).toList());
    for (MstEntry entry : repo.entries()) {
      assertEquals(entry.value(), Cid.ofCbor(repo.record(entry)));
    }
  }

  @Test
  void followsTheOfficialProofs() throws IOException {
    assertEquals(1, found("official-getRecord-present.car", "app.bsky.actor.profile/self"));
    assertEquals(0, found("official-getRecord-absent.car", "app.bsky.actor.profile/nope"));
  }

  private int found(String file, String key) throws IOException {
    byte[] car = Vectors.bytes("generated/" + file);
    Map<Cid, byte[]> blocks = blocks(car);
    Cid root = new CarReader(new ByteArrayInputStream(car)).root();
    Commit commit = Commit.decode(Objects.requireNonNull(blocks.get(root)));
    assertTrue(commit.verify(officialKey));
    Optional<Cid> record = new MstReader(blocks::get).find(commit.data(), key);
    record.ifPresent(cid -> assertTrue(blocks.containsKey(cid)));
    return record.isPresent() ? 1 : 0;
  }

  @Test
  void readsWhatItWroteInAnyOrder() throws IOException {
    Example example = new Example(700);
    byte[] car = example.car();
    RepoCar repo = read(car);
    assertEquals(example.tree.entries(), repo.entries());
    assertEquals(example.commit, repo.commit());
    MstEntry last = repo.entries().getLast();
    assertArrayEquals(example.records.get(last.value()), repo.record(last));

    List<Map.Entry<Cid, byte[]>> shuffled = new ArrayList<>(blocks(car).entrySet());
    Collections.shuffle(shuffled, new Random(4));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter writer = new CarWriter(out, example.commit.cid());
    for (Map.Entry<Cid, byte[]> block : shuffled) {
      writer.block(block.getKey(), block.getValue());
      writer.block(block.getKey(), block.getValue());
    }
    assertEquals(repo.entries(), read(out.toByteArray()).entries());
  }

  @Test
  void refusesAnyMissingBlock() throws IOException {
    Example example = new Example(40);
    Map<Cid, byte[]> blocks = blocks(example.car());
    for (Cid missing : blocks.keySet()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      CarWriter writer = new CarWriter(out, example.commit.cid());
      for (Map.Entry<Cid, byte[]> block : blocks.entrySet()) {
        if (!block.getKey().equals(missing)) {
          writer.block(block.getKey(), block.getValue());
        }
      }
      byte[] car = out.toByteArray();
      RuntimeException refusal = assertThrows(RuntimeException.class, () -> read(car));
      assertTrue(
          refusal instanceof InvalidDataException || refusal instanceof InvalidTreeException);
    }
  }

  @Test
  void refusesMoreThanTheLimits() throws IOException {
    byte[] car = new Example(40).car();
    assertThrows(
        InvalidDataException.class,
        () -> RepoCar.read(new ByteArrayInputStream(car), new RepoCar.Limits(1000, 100)));
    assertThrows(
        InvalidTreeException.class,
        () -> RepoCar.read(new ByteArrayInputStream(car), new RepoCar.Limits(1_000_000, 39)));
    assertFalse(
        RepoCar.read(new ByteArrayInputStream(car), new RepoCar.Limits(1_000_000, 40))
            .entries()
            .isEmpty());
  }

  /** The repository of {@code count} posts. */
  private static final class Example {
    final Map<Cid, byte[]> records = new HashMap<>();
    final Mst tree;
    final Commit commit;

    Example(int count) {
      List<MstEntry> entries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] record = ("record " + i).getBytes(StandardCharsets.UTF_8);
        MstEntry entry = new MstEntry("app.bsky.feed.post/%08d".formatted(i), Cid.ofCbor(record));
        entries.add(entry);
        records.put(entry.value(), record);
      }
      tree = Mst.of(entries);
      commit =
          Commit.sign(
              Did.parse("did:plc:7ztmfqiyjf5o5ychjtcloi2e"),
              Tid.parse("3jzfcijpj2z2a"),
              tree.root(),
              KEY);
    }

    byte[] car() throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      RepoCar.write(out, commit, tree, entry -> Objects.requireNonNull(records.get(entry.value())));
      return out.toByteArray();
    }
  }
}
