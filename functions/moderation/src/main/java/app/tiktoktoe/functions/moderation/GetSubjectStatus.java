package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.accounts.Takedowns;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.repository.AccountSwitches;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** {@code com.atproto.admin.getSubjectStatus}, of accounts. */
final class GetSubjectStatus implements XrpcMethod {
  private final Takedowns accounts;

  GetSubjectStatus(Takedowns accounts) {
    this.accounts = accounts;
  }

  @Override
  public Reply call(Call call) {
    Optional<String> did = call.findText("did");
    if (call.findText("uri").isPresent() || call.findText("blob").isPresent()) {
      return Subject.unsupported();
    }
    if (did.isEmpty()) {
      return Refusal.invalid("No provided subject");
    }
    Did account = Did.parse(did.get());
    return accounts
        .switches(account)
        .<Reply>map(switches -> Reply.json(answer(account, switches)))
        .orElseGet(() -> Refusal.of("NotFound", "Subject not found"));
  }

  private static ObjectNode answer(Did account, AccountSwitches switches) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("subject", Subject.json(account));
    ObjectNode takedown =
        answer.putObject("takedown").put("applied", switches.takedown().isPresent());
    switches.takedown().ifPresent(reference -> takedown.put("ref", reference));
    answer.putObject("deactivated").put("applied", switches.deactivatedAt().isPresent());
    return answer;
  }
}
