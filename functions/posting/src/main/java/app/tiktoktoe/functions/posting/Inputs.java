package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.repository.SwapRecord;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Reads fields of inputs that their lexicons have checked. Stateless. */
final class Inputs {
  private Inputs() {}

  static Nsid collection(JsonNode input) {
    return Nsid.parse(input.path("collection").textValue());
  }

  static RecordKey rkey(JsonNode input) {
    return RecordKey.parse(input.path("rkey").textValue());
  }

  static Optional<Cid> swapCommit(JsonNode input) {
    return input.hasNonNull("swapCommit")
        ? Optional.of(cid(input.path("swapCommit")))
        : Optional.empty();
  }

  /** A null says that the record must be absent; nothing says nothing. */
  static SwapRecord swapRecord(JsonNode input) {
    JsonNode swap = input.path("swapRecord");
    if (swap.isMissingNode()) {
      return SwapRecord.any();
    }
    return swap.isNull() ? new SwapRecord.Absent() : new SwapRecord.Is(cid(swap));
  }

  /** The lexicon allows kinds of CID that no commit or record has. */
  private static Cid cid(JsonNode text) {
    try {
      return Cid.parse(text.textValue());
    } catch (InvalidSyntaxException e) {
      throw Refusal.of("InvalidSwap", "Not the CID of a commit or record: " + text.textValue())
          .asException();
    }
  }
}
