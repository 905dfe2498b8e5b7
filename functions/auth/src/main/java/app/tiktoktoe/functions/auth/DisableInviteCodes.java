package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.InviteCode;
import app.tiktoktoe.accounts.InviteCodes;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.util.ArrayList;
import java.util.List;

/** {@code com.atproto.admin.disableInviteCodes}: by name, and all of accounts. */
final class DisableInviteCodes implements XrpcMethod {
  private final InviteCodes codes;

  DisableInviteCodes(InviteCodes codes) {
    this.codes = codes;
  }

  @Override
  public Reply call(Call call) {
    List<String> accounts = texts(call, "accounts");
    if (accounts.contains(InviteCode.OPERATOR)) {
      return Refusal.invalid("cannot disable admin invite codes");
    }
    codes.disable(
        texts(call, "codes"), accounts.stream().filter(Did::isValid).map(Did::parse).toList());
    return Reply.empty();
  }

  private static List<String> texts(Call call, String field) {
    List<String> texts = new ArrayList<>();
    call.input().path(field).forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
