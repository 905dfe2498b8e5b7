package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.InviteCode;
import app.tiktoktoe.accounts.InviteCodes;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/** {@code com.atproto.server.getAccountInviteCodes}. */
final class GetAccountInviteCodes implements XrpcMethod {
  private final InviteCodes codes;

  GetAccountInviteCodes(InviteCodes codes) {
    this.codes = codes;
  }

  @Override
  public Reply call(Call call) {
    Did did = call.session().did();
    boolean includeUsed = call.parameters().path("includeUsed").booleanValue();
    if (!call.parameters().path("createAvailable").booleanValue()) {
      return answer(codes.of(did), includeUsed);
    }
    return switch (codes.earn(did)) {
      case InviteCodes.Earned.Codes(List<InviteCode> all) -> answer(all, includeUsed);
      case InviteCodes.Earned.Refused(Refusal refusal) -> refusal;
    };
  }

  private static Reply answer(List<InviteCode> all, boolean includeUsed) {
    List<InviteCode> shown =
        all.stream()
            .filter(code -> !code.disabled())
            .filter(code -> includeUsed || !code.isUsedUp())
            .toList();
    return Reply.json(JsonNodeFactory.instance.objectNode().set("codes", InviteCodeJson.of(shown)));
  }
}
