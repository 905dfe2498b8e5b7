package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.Invitations;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code com.atproto.server.describeServer}. */
final class DescribeServer implements XrpcMethod {
  private final ServiceSettings settings;
  private final Invitations invitations;

  DescribeServer(ServiceSettings settings, Invitations invitations) {
    this.settings = settings;
    this.invitations = invitations;
  }

  @Override
  public Reply call(Call call) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("did", settings.did().value());
    settings.handleDomains().forEach(json.putArray("availableUserDomains")::add);
    json.put("inviteCodeRequired", invitations.required());
    json.put("phoneVerificationRequired", false);
    json.putObject("links");
    json.putObject("contact");
    return Reply.json(json);
  }
}
