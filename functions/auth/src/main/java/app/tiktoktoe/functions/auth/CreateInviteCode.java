package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.InviteCode;
import app.tiktoktoe.accounts.InviteCodes;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** {@code com.atproto.server.createInviteCode}. */
final class CreateInviteCode implements XrpcMethod {
  private final InviteCodes codes;

  CreateInviteCode(InviteCodes codes) {
    this.codes = codes;
  }

  @Override
  public Reply call(Call call) {
    int uses = CreateInviteCodes.uses(call.input());
    String account = call.input().path("forAccount").asText(InviteCode.OPERATOR);
    String code = codes.make(account, 1, uses).getFirst().code();
    return Reply.json(JsonNodeFactory.instance.objectNode().put("code", code));
  }
}
