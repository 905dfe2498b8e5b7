package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.InviteCode;
import app.tiktoktoe.accounts.InviteCodes;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** {@code com.atproto.server.createInviteCodes}: the same number for each account. */
final class CreateInviteCodes implements XrpcMethod {
  private final InviteCodes codes;

  CreateInviteCodes(InviteCodes codes) {
    this.codes = codes;
  }

  @Override
  public Reply call(Call call) {
    int uses = uses(call.input());
    int count = call.input().path("codeCount").intValue();
    List<String> accounts = new ArrayList<>();
    call.input().path("forAccounts").forEach(account -> accounts.add(account.asText()));
    if (!call.input().has("forAccounts")) {
      accounts.add(InviteCode.OPERATOR);
    }
    if (count < 0 || (long) count * accounts.size() > InviteCodes.MAX_AT_ONCE) {
      return Refusal.invalid("At most " + InviteCodes.MAX_AT_ONCE + " codes are made at once");
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode made = json.putArray("codes");
    for (String account : accounts) {
      ObjectNode entry = made.addObject().put("account", account);
      ArrayNode list = entry.putArray("codes");
      codes.make(account, count, uses).forEach(code -> list.add(code.code()));
    }
    return Reply.json(json);
  }

  /** How many accounts a code is to make; a code for none is never good. */
  static int uses(JsonNode input) {
    int uses = input.path("useCount").intValue();
    if (uses > InviteCodes.MAX_USES) {
      throw Refusal.invalid("A code makes at most " + InviteCodes.MAX_USES + " accounts")
          .asException();
    }
    return uses;
  }
}
