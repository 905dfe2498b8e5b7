package app.tiktoktoe.atproto.repo;

import app.tiktoktoe.atproto.cbor.CborReader;
import app.tiktoktoe.atproto.cbor.CborWriter;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * A version 3 commit: the signed top of a repository. Its previous commit is always null.
 *
 * @param did the account
 * @param rev the revision, ascending in each repository
 * @param data the root of the Merkle search tree
 * @param signature 64 bytes r‖s over the commit without {@code sig}; not yet verified
 * @see <a href="https://atproto.com/specs/repository#commit-objects">Commit objects</a>
 */
@SuppressWarnings("ArrayRecordComponent")
public record Commit(Did did, Tid rev, Cid data, byte[] signature) {
  /** The format that is written and read. */
  public static final int VERSION = 3;

  public Commit {
    if (signature.length != PublicKey.SIGNATURE_BYTES) {
      throw new IllegalArgumentException("a signature has 64 bytes");
    }
    signature = signature.clone();
  }

  /** Signs with the account's repository key. */
  public static Commit sign(Did did, Tid rev, Cid data, SigningKey key) {
    return new Commit(did, rev, data, key.sign(unsigned(did, rev, data)));
  }

  /** The signature, 64 bytes. */
  @Override
  public byte[] signature() {
    return signature.clone();
  }

  /** The block: DAG-CBOR with the signature. */
  public byte[] encode() {
    CborWriter out = new CborWriter(256);
    out.mapHeader(6).text("did").text(did.value()).text("rev").text(rev.value());
    out.text("sig").bytes(signature).text("data").link(data);
    return out.text("prev").nullValue().text("version").uint(VERSION).toByteArray();
  }

  private static byte[] unsigned(Did did, Tid rev, Cid data) {
    CborWriter out = new CborWriter(192);
    out.mapHeader(5).text("did").text(did.value()).text("rev").text(rev.value());
    out.text("data").link(data).text("prev").nullValue();
    return out.text("version").uint(VERSION).toByteArray();
  }

  /** The CID of the signed block. */
  public Cid cid() {
    return Cid.ofCbor(encode());
  }

  /**
   * Reads a block.
   *
   * @throws InvalidDataException if it is not exactly a version 3 commit in canonical form
   * @throws IllegalArgumentException if an identifier in it is malformed
   */
  public static Commit decode(byte[] block) {
    CborReader in = new CborReader(block);
    if (in.mapHeader() != 6) {
      throw new InvalidDataException("a commit has six fields");
    }
    expect(in, "did");
    Did did = Did.parse(in.text());
    expect(in, "rev");
    Tid rev = Tid.parse(in.text());
    expect(in, "sig");
    byte[] signature = in.bytes();
    expect(in, "data");
    Cid data = in.link();
    expect(in, "prev");
    in.nullValue();
    expect(in, "version");
    if (in.integer() != VERSION) {
      throw new InvalidDataException("a commit has version " + VERSION);
    }
    in.requireEnd();
    return new Commit(did, rev, data, signature);
  }

  /**
   * Reads the commit among blocks.
   *
   * @throws InvalidDataException if it is missing or malformed in any way
   */
  static Commit decode(Map<Cid, byte[]> blocks, Cid cid) {
    byte[] block = blocks.get(cid);
    if (block == null || cid.isRaw()) {
      throw new InvalidDataException("A CAR without the block of its root, a commit");
    }
    try {
      return decode(block);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("A commit that is malformed: " + e.getMessage(), e);
    }
  }

  private static void expect(CborReader in, String field) {
    String found = in.text();
    if (!found.equals(field)) {
      throw new InvalidDataException("a commit has the field " + field + ", not " + found);
    }
  }

  /** Whether the signature is by the key, low-S. */
  public boolean verify(PublicKey key) {
    return key.verify(unsigned(did, rev, data), signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Commit commit
        && did.equals(commit.did)
        && rev.equals(commit.rev)
        && data.equals(commit.data)
        && Arrays.equals(signature, commit.signature);
  }

  @Override
  public int hashCode() {
    return Objects.hash(did, rev, data, Arrays.hashCode(signature));
  }

  @Override
  public String toString() {
    return "Commit[" + did.value() + " " + rev.value() + " " + data + "]";
  }
}
