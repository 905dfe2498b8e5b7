package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.Mails;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.server.requestAccountDelete}. */
final class RequestAccountDelete implements XrpcMethod {
  private final Mails mails;

  RequestAccountDelete(Mails mails) {
    this.mails = mails;
  }

  @Override
  public Reply call(Call call) {
    return Done.unless(mails.ask(call.session(), MailRequest.Kind.DELETE_ACCOUNT));
  }
}
