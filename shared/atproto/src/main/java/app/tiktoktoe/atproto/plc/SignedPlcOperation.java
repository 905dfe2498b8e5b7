package app.tiktoktoe.atproto.plc;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Base32;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Base64Url;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.crypto.SigningKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalInt;

/**
 * An operation as it is sent to a directory.
 *
 * @param action what it says
 * @param sig canonical base64url of 64 bytes r‖s; not yet verified
 */
public record SignedPlcOperation(PlcAction action, String sig) {
  private static final int DID_CHARS = 24;

  public SignedPlcOperation {
    if (Base64Url.decode(sig).length != PublicKey.SIGNATURE_BYTES) {
      throw new IllegalArgumentException("sig must be 64 bytes");
    }
  }

  /** Signs with a rotation key. */
  public static SignedPlcOperation sign(PlcAction action, SigningKey key) {
    return new SignedPlcOperation(action, Base64Url.encode(key.sign(unsigned(action))));
  }

  /**
   * Reads the JSON form.
   *
   * @throws IllegalArgumentException for a missing, malformed or surplus field
   */
  public static SignedPlcOperation fromJson(JsonNode json) {
    SignedPlcOperation operation =
        new SignedPlcOperation(PlcJson.action(json), PlcJson.text(json, "sig"));
    try {
      operation.encode();
    } catch (InvalidDataException e) {
      throw new IllegalArgumentException("an operation that has no encoding: " + e.getMessage(), e);
    }
    return operation;
  }

  /** The JSON form a directory takes and gives. */
  public ObjectNode toJson() {
    return action.toUnsignedJson().put("sig", sig);
  }

  /** The signed DAG-CBOR. */
  public byte[] encode() {
    return DagCbor.encode(toJson());
  }

  private static byte[] unsigned(PlcAction action) {
    return DagCbor.encode(action.toUnsignedJson());
  }

  /** The CID of the signed DAG-CBOR, which the next operation names as its {@code prev}. */
  public Cid cid() {
    return Cid.ofCbor(encode());
  }

  /** Whether it can be the first operation of an identity. */
  public boolean isGenesis() {
    return action.prev() == null;
  }

  /**
   * The identity this genesis creates.
   *
   * @throws IllegalStateException if it is not a genesis
   */
  public String did() {
    if (!isGenesis()) {
      throw new IllegalStateException("only a genesis operation names its did");
    }
    String hash = Base32.encode(Sha256.digest(encode()));
    return "did:plc:" + hash.substring(0, DID_CHARS);
  }

  /** Whether one of the keys signed it, low-S. */
  public boolean verify(List<PublicKey> rotationKeys) {
    return signerIndex(rotationKeys).isPresent();
  }

  /** The position of the first key that signed it. */
  OptionalInt signerIndex(List<PublicKey> rotationKeys) {
    byte[] message = unsigned(action);
    byte[] signature = Base64Url.decode(sig);
    for (int i = 0; i < rotationKeys.size(); i++) {
      if (rotationKeys.get(i).verify(message, signature)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
