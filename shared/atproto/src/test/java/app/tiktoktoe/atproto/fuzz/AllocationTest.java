package app.tiktoktoe.atproto.fuzz;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.car.CarReader;
import app.tiktoktoe.atproto.car.CarWriter;
import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.cid.Varint;
import app.tiktoktoe.atproto.crypto.Base58;
import app.tiktoktoe.atproto.firehose.Frame;
import app.tiktoktoe.atproto.mst.MstReader;
import app.tiktoktoe.atproto.repo.CommitSlice;
import app.tiktoktoe.atproto.repo.RepoCar;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Few bytes that announce many: what is announced is not allocated. */
class AllocationTest {
  private static final long FEW_BYTES = 1_000_000;
  private static final Cid CID = Cid.ofCbor(new byte[0]);

  private static void refusesWithoutAllocating(Executable read) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThrows(RuntimeException.class, read);
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThrows(RuntimeException.class, read);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < FEW_BYTES, () -> allocated + " bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5a7fffffff", // bytes
        "5b7fffffffffffffff",
        "7a7fffffff", // text
        "7bffffffffffffffff",
        "9a0001ffff00", // an array
        "9b00000000ffffffff00",
        "ba0001ffff6161", // a map
        "bb7fffffffffffffff",
        "d82a5a7fffffff", // a link
      })
  void announcedCbor(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    refusesWithoutAllocating(() -> DagCbor.decode(bytes));
    refusesWithoutAllocating(() -> Frame.decode(bytes));
    refusesWithoutAllocating(() -> new MstReader(_ -> bytes).entries(CID, Integer.MAX_VALUE));
  }

  @Test
  void nestedCbor() {
    byte[] arrays = new byte[1_000_000];
    Arrays.fill(arrays, (byte) 0x81);
    refusesWithoutAllocating(() -> DagCbor.decode(arrays));
  }

  @ParameterizedTest
  @ValueSource(longs = {4096, 1L << 31, Long.MAX_VALUE})
  void announcedCarHeader(long length) {
    byte[] car = Varint.encode(length);
    refusesWithoutAllocating(() -> new CarReader(new ByteArrayInputStream(car)));
    refusesWithoutAllocating(() -> CommitSlice.decode(car));
  }

  @ParameterizedTest
  @ValueSource(longs = {CarReader.MAX_BLOCK_BYTES + 36, 1L << 31, Long.MAX_VALUE})
  void announcedCarBlock(long length) throws IOException {
    ByteArrayOutputStream car = new ByteArrayOutputStream();
    CarWriter writer = new CarWriter(car, CID);
    writer.block(CID, new byte[0]);
    car.writeBytes(Varint.encode(length));
    car.writeBytes(CID.bytes());
    byte[] bytes = car.toByteArray();
    refusesWithoutAllocating(() -> CommitSlice.decode(bytes));
    refusesWithoutAllocating(
        () -> RepoCar.read(new ByteArrayInputStream(bytes), new RepoCar.Limits(Long.MAX_VALUE, 1)));
  }

  /** A stream without an end ends at the limit, even of blocks without a content. */
  @Test
  void endlessCar() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CarWriter writer = new CarWriter(out, CID);
    byte[] header = out.toByteArray();
    out.reset();
    writer.block(CID, new byte[0]);
    byte[] block = out.toByteArray();
    InputStream endless = new Endless(header, block);
    assertThrows(
        RuntimeException.class, () -> RepoCar.read(endless, new RepoCar.Limits(500_000, 100)));
  }

  @Test
  void longBase58() {
    String text = "z".repeat(100_000);
    refusesWithoutAllocating(() -> Base58.decode(text));
  }

  /** A part once, then another again and again. */
  private static final class Endless extends InputStream {
    private final byte[] again;
    private ByteArrayInputStream part;

    Endless(byte[] first, byte[] again) {
      this.part = new ByteArrayInputStream(first);
      this.again = again;
    }

    @Override
    public int read() {
      if (part.available() == 0) {
        part = new ByteArrayInputStream(again);
      }
      return part.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (part.available() == 0) {
        part = new ByteArrayInputStream(again);
      }
      return part.read(target, offset, length);
    }
  }
}
