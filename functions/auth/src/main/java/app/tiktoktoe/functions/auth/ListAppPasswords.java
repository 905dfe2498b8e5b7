package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AppPasswords;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code com.atproto.server.listAppPasswords}: newest first. */
final class ListAppPasswords implements XrpcMethod {
  private final AppPasswords passwords;

  ListAppPasswords(AppPasswords passwords) {
    this.passwords = passwords;
  }

  @Override
  public Reply call(Call call) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("passwords");
    passwords.list(call.session().did()).forEach(known -> list.add(AppPasswordJson.of(known)));
    return Reply.json(json);
  }
}
