package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.DidDocuments;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcMethod;

/** {@code /.well-known/did.json}: the document of the service's own did:web. */
final class DidWebDocument implements XrpcMethod {
  private final ServiceSettings settings;

  DidWebDocument(ServiceSettings settings) {
    this.settings = settings;
  }

  @Override
  public Reply call(Call call) {
    return Reply.json(DidDocuments.ofService(settings.did(), settings.origin()));
  }
}
