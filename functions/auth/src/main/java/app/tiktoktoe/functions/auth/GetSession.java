package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.SignIn;
import app.tiktoktoe.oauth.Need;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code com.atproto.server.getSession}. */
final class GetSession implements XrpcMethod {
  private static final Need SEE_EMAIL = new Need.Account("email", false);

  private final SignIn signIn;
  private final SessionJson json;

  GetSession(SignIn signIn, SessionJson json) {
    this.signIn = signIn;
    this.json = json;
  }

  @Override
  public Reply call(Call call) {
    return showsEmail(call.session().grant())
        ? json.reply(signIn.find(call.session()))
        : json.replyWithoutEmail(signIn.find(call.session()));
  }

  /** An app sees the address only when it was given that. */
  private static boolean showsEmail(Grant grant) {
    return !(grant instanceof Grant.OAuth oauth) || oauth.permissions().permit(SEE_EMAIL);
  }
}
