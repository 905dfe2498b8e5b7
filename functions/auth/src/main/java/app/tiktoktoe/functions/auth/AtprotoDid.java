package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AccountDirectory;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.util.List;

/**
 * {@code /.well-known/atproto-did} on the host of a handle: proves that the handle is the
 * account's.
 */
final class AtprotoDid implements XrpcMethod {
  private final AccountDirectory directory;
  private final List<String> domains;

  AtprotoDid(AccountDirectory directory, List<String> domains) {
    this.directory = directory;
    this.domains = List.copyOf(domains);
  }

  @Override
  public Reply call(Call call) {
    String host = call.header("Host").orElse("").split(":", 2)[0];
    boolean isOurs = Handle.isValid(host) && domains.stream().anyMatch(host::endsWith);
    if (!isOurs) {
      return unknown();
    }
    return directory
        .didOf(Handle.parse(host))
        .map(did -> Reply.text(did.value()))
        .orElseGet(AtprotoDid::unknown);
  }

  private static Reply unknown() {
    return Refusal.of(Refusal.Kind.NOT_FOUND, "NotFound", "User not found");
  }
}
