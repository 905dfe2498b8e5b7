package app.tiktoktoe.atproto.cid;

import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A content identifier of the only kind the protocol uses: CIDv1 with a SHA-256 digest, of a
 * DAG-CBOR block or of raw bytes. 36 bytes, or 59 characters such as {@code bafyrei...} and {@code
 * bafkrei...}. Ordered by its bytes. Immutable.
 *
 * @see <a href="https://atproto.com/specs/data-model#link-and-cid-formats">the specification</a>
 */
public final class Cid implements Comparable<Cid> {
  /** Multicodec of a DAG-CBOR block: records, tree nodes and commits. */
  public static final int CODEC_CBOR = 0x71;

  /** Multicodec of raw bytes: blobs. */
  public static final int CODEC_RAW = 0x55;

  /** Length of {@link #bytes()}. */
  public static final int BYTE_LENGTH = 36;

  private static final int STRING_LENGTH = 59;
  private static final int DIGEST_LENGTH = 32;
  private static final byte VERSION = 1;
  private static final byte SHA_256 = 0x12;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte codec;
  private final byte[] digest;

  private Cid(int codec, byte[] digest) {
    this.codec = (byte) codec;
    this.digest = digest;
  }

  /**
   * Reads the string form.
   *
   * @throws InvalidSyntaxException for anything but the canonical base32 form
   */
  public static Cid parse(String input) {
    if (input.length() != STRING_LENGTH || input.charAt(0) != 'b') {
      throw InvalidSyntaxException.of("a CID of the AT Protocol", input);
    }
    return fromBytes(Base32.decode(input.substring(1)));
  }

  /**
   * Reads the binary form.
   *
   * @throws InvalidSyntaxException for another length, version, codec or hash function
   */
  public static Cid fromBytes(byte[] bytes) {
    return fromBytes(bytes, 0, bytes.length);
  }

  /**
   * Reads the binary form from a part of an array.
   *
   * @throws InvalidSyntaxException as {@link #fromBytes(byte[])}
   * @throws IndexOutOfBoundsException if the array has no such part
   */
  public static Cid fromBytes(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length != BYTE_LENGTH
        || bytes[offset] != VERSION
        || (bytes[offset + 1] != CODEC_CBOR && bytes[offset + 1] != CODEC_RAW)
        || bytes[offset + 2] != SHA_256
        || bytes[offset + 3] != DIGEST_LENGTH) {
      throw new InvalidSyntaxException(
          "Not a CIDv1 of a DAG-CBOR or raw block with a SHA-256 digest");
    }
    return new Cid(bytes[offset + 1], Arrays.copyOfRange(bytes, offset + 4, offset + BYTE_LENGTH));
  }

  /** Hashes a DAG-CBOR block. */
  public static Cid ofCbor(byte[] block) {
    return new Cid(CODEC_CBOR, sha256(block));
  }

  /** Hashes a blob. */
  public static Cid ofRaw(byte[] content) {
    return new Cid(CODEC_RAW, sha256(content));
  }

  /**
   * Wraps the digest of a blob.
   *
   * @param sha256 the 32-byte digest of a blob that was hashed while it was streamed
   */
  public static Cid ofRawDigest(byte[] sha256) {
    return ofDigest(CODEC_RAW, sha256);
  }

  /**
   * Wraps the digest of a block.
   *
   * @param sha256 the 32-byte digest of a DAG-CBOR block
   */
  public static Cid ofCborDigest(byte[] sha256) {
    return ofDigest(CODEC_CBOR, sha256);
  }

  private static Cid ofDigest(int codec, byte[] sha256) {
    if (sha256.length != DIGEST_LENGTH) {
      throw new InvalidSyntaxException("A SHA-256 digest has 32 bytes, not " + sha256.length);
    }
    return new Cid(codec, sha256.clone());
  }

  /** The binary form, without the zero byte that a CBOR link puts before it. */
  public byte[] bytes() {
    byte[] bytes = new byte[BYTE_LENGTH];
    copyTo(bytes, 0);
    return bytes;
  }

  /** Writes the {@link #BYTE_LENGTH} bytes of the binary form. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(digest, 0, target, offset + 4, DIGEST_LENGTH);
    target[offset] = VERSION;
    target[offset + 1] = codec;
    target[offset + 2] = SHA_256;
    target[offset + 3] = DIGEST_LENGTH;
  }

  /** Whether a digest is this one's, without a copy. */
  public boolean hasDigest(byte[] sha256) {
    return Arrays.equals(digest, sha256);
  }

  /** The 32 bytes of the SHA-256 digest. */
  public byte[] digest() {
    return digest.clone();
  }

  /** {@link #CODEC_CBOR} or {@link #CODEC_RAW}. */
  public int codec() {
    return codec;
  }

  public boolean isRaw() {
    return codec == CODEC_RAW;
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  @Override
  public int compareTo(Cid other) {
    int byCodec = Byte.compareUnsigned(codec, other.codec);
    return byCodec != 0 ? byCodec : Arrays.compareUnsigned(digest, other.digest);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cid cid && codec == cid.codec && Arrays.equals(digest, cid.digest);
  }

  /** Any four bytes of a digest are as good as all. */
  @Override
  public int hashCode() {
    return (int) INTS.get(digest, 0);
  }

  @Override
  public String toString() {
    return "b" + Base32.encode(bytes());
  }
}
