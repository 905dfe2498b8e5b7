package app.tiktoktoe.audit;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.syntax.Did;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Where chains ended at a time: those that had moved since the anchor before. Anchors are a chain
 * of their own.
 *
 * @param number from 1 on without a gap
 * @param hash of all the others, as an entry's
 */
record AuditAnchor(long number, Instant at, List<Head> heads, String previous, String hash) {
  private static final int VERSION = 1;

  AuditAnchor {
    heads = List.copyOf(heads);
    at = at.truncatedTo(ChronoUnit.MICROS);
  }

  /** The end of a chain. */
  record Head(Did did, long seq, String hash) {
    /** {@code did:plc:… 7 6f1a…}. */
    String text() {
      return did + " " + seq + " " + hash;
    }

    static Head parse(String text) {
      String[] parts = text.split(" ", 3);
      return new Head(Did.parse(parts[0]), Long.parseLong(parts[1]), parts[2]);
    }

    AuditLog.Known known() {
      return new AuditLog.Known(did, new Chain.Evidence(seq, hash, Optional.empty()));
    }
  }

  static AuditAnchor sealed(long number, Instant at, List<Head> heads, String previous) {
    AuditAnchor open = new AuditAnchor(number, at, heads, previous, "");
    return new AuditAnchor(number, at, heads, previous, open.computedHash());
  }

  /** Whether it is as it was written and, unless it is the first that is known, in its place. */
  boolean follows(Optional<AuditAnchor> before) {
    long number = before.map(AuditAnchor::number).orElse(this.number - 1);
    String expected =
        this.number == 1 ? AuditEntry.BEGINNING : before.map(AuditAnchor::hash).orElse(previous);
    return computedHash().equals(hash) && this.number == number + 1 && previous.equals(expected);
  }

  String computedHash() {
    ObjectNode parts = JsonNodeFactory.instance.objectNode();
    parts.put("version", VERSION);
    parts.put("number", number);
    parts.put("at", at.toString());
    ArrayNode ends = parts.putArray("heads");
    heads.forEach(head -> ends.add(head.text()));
    parts.put("previous", previous);
    return HexFormat.of().formatHex(Sha256.digest(DagCbor.encode(parts)));
  }
}
