package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.InviteCodes;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.admin.disableAccountInvites}: from now on it may not earn good codes. */
final class DisableAccountInvites implements XrpcMethod {
  private final InviteCodes codes;

  DisableAccountInvites(InviteCodes codes) {
    this.codes = codes;
  }

  @Override
  public Reply call(Call call) {
    Did account = Did.parse(call.input().path("account").textValue());
    return codes.setInvites(call.session(), account, false)
        ? Reply.empty()
        : Refusal.of("AccountNotFound", "Account not found");
  }
}
