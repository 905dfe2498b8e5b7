package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.InviteCodes;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.admin.enableAccountInvites}: from now on it may earn good codes. */
final class EnableAccountInvites implements XrpcMethod {
  private final InviteCodes codes;

  EnableAccountInvites(InviteCodes codes) {
    this.codes = codes;
  }

  @Override
  public Reply call(Call call) {
    Did account = Did.parse(call.input().path("account").textValue());
    return codes.setInvites(call.session(), account, true)
        ? Reply.empty()
        : Refusal.of("AccountNotFound", "Account not found");
  }
}
