package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.accounts.Takedowns;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.repository.AccountSwitches;
import app.tiktoktoe.repository.BlobTakedowns;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** {@code com.atproto.admin.getSubjectStatus}, of accounts and blobs. */
final class GetSubjectStatus implements XrpcMethod {
  private final Takedowns takedowns;

  GetSubjectStatus(Takedowns takedowns) {
    this.takedowns = takedowns;
  }

  @Override
  public Reply call(Call call) {
    Optional<Did> did = call.findText("did").map(Did::parse);
    Optional<String> blob = call.findText("blob");
    if (blob.isPresent()) {
      return did.map(account -> ofBlob(account, Subject.cid(blob.get())))
          .orElseGet(() -> Refusal.invalid("Must provide a did to request blob state"));
    }
    if (call.findText("uri").isPresent()) {
      return Subject.unsupported();
    }
    return did.map(this::ofAccount).orElseGet(() -> Refusal.invalid("No provided subject"));
  }

  private Reply ofAccount(Did did) {
    return takedowns
        .switches(did)
        .<Reply>map(switches -> Reply.json(answer(did, switches)))
        .orElseGet(Subject::notFound);
  }

  private Reply ofBlob(Did did, Cid cid) {
    return switch (takedowns.blob(did, cid)) {
      case BlobTakedowns.State.Unknown() -> Subject.notFound();
      case BlobTakedowns.State.Up() -> Reply.json(answer(did, cid, Optional.empty()));
      case BlobTakedowns.State.Down(String reference) ->
          Reply.json(answer(did, cid, Optional.of(reference)));
    };
  }

  private static ObjectNode answer(Did did, Cid cid, Optional<String> reference) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("subject", new Subject.OfBlob(did, cid).json());
    ObjectNode takedown = answer.putObject("takedown").put("applied", reference.isPresent());
    reference.ifPresent(text -> takedown.put("ref", text));
    return answer;
  }

  private static ObjectNode answer(Did account, AccountSwitches switches) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("subject", new Subject.OfAccount(account).json());
    ObjectNode takedown =
        answer.putObject("takedown").put("applied", switches.takedown().isPresent());
    switches.takedown().ifPresent(reference -> takedown.put("ref", reference));
    answer.putObject("deactivated").put("applied", switches.deactivatedAt().isPresent());
    return answer;
  }
}
