package app.tiktoktoe.atproto.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.car.CarReader;
import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.cid.Varint;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.firehose.CheckedCommit;
import app.tiktoktoe.atproto.firehose.CommitEvent;
import app.tiktoktoe.atproto.firehose.Frame;
import app.tiktoktoe.atproto.mst.InvalidTreeException;
import app.tiktoktoe.atproto.mst.Mst;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.mst.MstReader;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.repo.CommitSlice;
import app.tiktoktoe.atproto.repo.RepoCar;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.atproto.vectors.VectorFile;
import app.tiktoktoe.atproto.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any bytes, and valid ones with damage, at every entry that reads bytes. */
class BytesFuzzTest {
  private static final int TRIES = 1000;
  private static final HexFormat HEX = HexFormat.of();
  private static final List<byte[]> FRAMES =
      Vectors.stream(Vectors.json("generated/official-firehose.json").get("frames"))
          .map(frame -> HEX.parseHex(frame.get("hex").asText()))
          .toList();
  private static final PublicKey KEY =
      PublicKey.parseDidKey(
          Vectors.json("generated/official-firehose.json").get("signingDidKey").asText());
  private static final List<byte[]> CARS =
      List.of(
          Vectors.bytes("generated/official-getRepo.car"),
          Vectors.bytes("generated/official-getRecord-absent.car"));
  private static final List<byte[]> COMMITS =
      Vectors.stream(VectorFile.json("/generated-repo/commits.json"))
          .map(commit -> HEX.parseHex(commit.get("signedCborHex").asText()))
          .toList();
  private static final List<byte[]> RECORDS =
      Vectors.cases("generated/dag-cbor-vectors.json")
          .map(vector -> HEX.parseHex(vector.get("cborHex").asText()))
          .toList();
  private static final Mst TREE =
      Mst.of(
          IntStream.range(0, 60)
              .mapToObj(i -> new MstEntry("c/%03d".formatted(i), Cid.ofCbor(new byte[i])))
              .toList());

  private interface Reading {
    void run() throws IOException;
  }

  private static void readOrRefuse(Set<Class<? extends RuntimeException>> refusals, Reading read) {
    try {
      read.run();
    } catch (RuntimeException e) {
      assertTrue(refusals.contains(e.getClass()), () -> "" + e + Arrays.asList(e.getStackTrace()));
      assertTrue(e.toString().length() < 400);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Provide
  Arbitrary<byte[]> records() {
    return damaged(RECORDS);
  }

  @Provide
  Arbitrary<byte[]> cars() {
    return damaged(CARS);
  }

  @Provide
  Arbitrary<byte[]> frames() {
    return damaged(FRAMES);
  }

  @Provide
  Arbitrary<byte[]> commits() {
    return damaged(COMMITS);
  }

  private static Arbitrary<byte[]> damaged(List<byte[]> valid) {
    Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
    Arbitrary<byte[]> near =
        Arbitraries.of(valid)
            .flatMap(bytes -> Arbitraries.longs().map(seed -> new Mutation(seed).of(bytes)));
    return Arbitraries.frequencyOf(Tuple.of(1, any), Tuple.of(5, near));
  }

  @Property(tries = TRIES)
  void cborHasOneSpelling(@ForAll("records") byte[] bytes) {
    readOrRefuse(
        Set.of(InvalidDataException.class),
        () -> {
          JsonNode value = DagCbor.decode(bytes);
          assertArrayEquals(bytes, DagCbor.encode(value));
        });
  }

  @Property(tries = TRIES)
  void carsAreReadOrRefused(@ForAll("cars") byte[] bytes) {
    readOrRefuse(
        Set.of(InvalidDataException.class),
        () -> {
          CarReader reader = new CarReader(new ByteArrayInputStream(bytes));
          while (reader.next().isPresent()) {
            assertTrue(bytes.length > 0);
          }
        });
    readOrRefuse(
        Set.of(InvalidDataException.class, InvalidTreeException.class),
        () -> RepoCar.read(new ByteArrayInputStream(bytes), new RepoCar.Limits(10_000, 100)));
    readOrRefuse(Set.of(InvalidDataException.class), () -> CommitSlice.decode(bytes));
  }

  @Property(tries = TRIES)
  void framesAreReadOrRefused(@ForAll("frames") byte[] bytes) {
    readOrRefuse(
        Set.of(InvalidDataException.class, InvalidTreeException.class),
        () -> {
          Frame frame = Frame.decode(bytes);
          assertEquals(frame, Frame.decode(frame.encode()));
          if (frame instanceof Frame.Sequenced(long _, CommitEvent event)) {
            CheckedCommit.of(event, KEY);
          }
        });
  }

  @Property(tries = TRIES)
  void commitsAreReadOrRefused(@ForAll("commits") byte[] bytes) {
    readOrRefuse(
        Set.of(
            InvalidDataException.class,
            IllegalArgumentException.class,
            InvalidSyntaxException.class),
        () -> assertArrayEquals(bytes, Commit.decode(bytes).encode()));
  }

  /** The damaged node stands under the CID of the sound one, as if nobody had compared. */
  @Property(tries = TRIES)
  void treesAreReadOrRefused(@ForAll long seed) {
    Map<Cid, byte[]> blocks = new HashMap<>(TREE.blocks());
    List<Cid> cids = TREE.blocks().keySet().stream().toList();
    Cid damaged = cids.get(Math.floorMod(seed, cids.size()));
    blocks.compute(damaged, (_, block) -> new Mutation(seed).of(block));
    Set<Class<? extends RuntimeException>> refusals = Set.of(InvalidTreeException.class);
    readOrRefuse(
        refusals,
        () -> {
          List<MstEntry> entries = new MstReader(blocks::get).entries(TREE.root(), 100);
          Cid accepted = Cid.ofCbor(Objects.requireNonNull(blocks.get(damaged)));
          assertTrue(Mst.of(entries).blocks().containsKey(accepted));
        });
    readOrRefuse(refusals, () -> new MstReader(blocks::get).outline(TREE.root()));
    readOrRefuse(refusals, () -> new MstReader(blocks::get).find(TREE.root(), "c/030"));
  }

  @Property(tries = TRIES)
  void cidsAndKeysAreReadOrRefused(@ForAll long seed) {
    byte[] cid = new Mutation(seed).of(TREE.root().bytes());
    readOrRefuse(
        Set.of(InvalidSyntaxException.class),
        () -> assertArrayEquals(cid, Cid.fromBytes(cid).bytes()));
    readOrRefuse(
        Set.of(InvalidSyntaxException.class),
        () -> assertTrue(Varint.read(cid, 0).next() <= cid.length));
    byte[] point = new Mutation(seed).of(KEY.compressed());
    readOrRefuse(
        Set.of(IllegalArgumentException.class),
        () -> assertEquals(Curve.K256, PublicKey.ofBytes(Curve.K256, point).curve()));
  }
}
