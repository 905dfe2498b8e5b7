package app.tiktoktoe.audit;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.syntax.Did;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * A link of an account's chain, as it is stored: whether its hash is right is for {@link
 * AuditCheck} to say.
 *
 * @param seq its place, from 1 on without a gap
 * @param at microseconds; later than that of the entry before
 * @param nonce 12 random bytes in hexadecimal: two entries are never the same
 * @param previous the hash of the entry before; {@link #BEGINNING} of the first
 * @param hash what {@link #computedHash} gave when it was written
 */
record AuditEntry(
    Did did, long seq, Instant at, AuditEvent event, String nonce, String previous, String hash) {
  /** What the first entry follows. */
  static final String BEGINNING = "0".repeat(64);

  private static final int VERSION = 1;

  AuditEntry {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }

  /** An entry with its right hash. */
  static AuditEntry sealed(
      Did did, long seq, Instant at, AuditEvent event, String nonce, String previous) {
    AuditEntry open = new AuditEntry(did, seq, at, event, nonce, previous, "");
    return new AuditEntry(did, seq, at, event, nonce, previous, open.computedHash());
  }

  /**
   * SHA-256, in hexadecimal, of all other parts as a DAG-CBOR map: one entry has one encoding, and
   * one encoding means one entry.
   */
  String computedHash() {
    ObjectNode parts = JsonNodeFactory.instance.objectNode();
    parts.put("version", VERSION);
    parts.put("did", did.value());
    parts.put("seq", seq);
    parts.put("at", at.toString());
    parts.put("kind", event.kind().id());
    parts.put("by", event.by().id());
    event.about().ifPresent(about -> parts.put("about", about));
    parts.put("nonce", nonce);
    parts.put("previous", previous);
    return HexFormat.of().formatHex(Sha256.digest(DagCbor.encode(parts)));
  }

  /** SHA-256 of a text, in hexadecimal. */
  static String digest(String text) {
    return HexFormat.of().formatHex(Sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
