package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.Mails;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.server.requestEmailConfirmation}. */
final class RequestEmailConfirmation implements XrpcMethod {
  private final Mails mails;

  RequestEmailConfirmation(Mails mails) {
    this.mails = mails;
  }

  @Override
  public Reply call(Call call) {
    return Done.unless(mails.ask(call.session(), MailRequest.Kind.CONFIRM_EMAIL));
  }
}
