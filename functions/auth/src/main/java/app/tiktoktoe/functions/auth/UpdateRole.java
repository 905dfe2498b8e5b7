package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.Role;
import app.tiktoktoe.accounts.Roles;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/** {@code app.tiktoktoe.admin.updateRole}. */
final class UpdateRole implements XrpcMethod {
  private final Roles roles;

  UpdateRole(Roles roles) {
    this.roles = roles;
  }

  @Override
  public Reply call(Call call) {
    Did account = Did.parse(call.input().path("account").textValue());
    Optional<Role> role = Role.find(call.input().path("role").asText());
    boolean granted = call.input().path("granted").booleanValue();
    if (role.isEmpty()) {
      return Refusal.invalid("There is no such role");
    }
    return switch (roles.update(call.session(), account, role.get(), granted)) {
      case Roles.Outcome.Now(Set<Role> now) -> answer(now);
      case Roles.Outcome.Refused(Refusal refusal) -> refusal;
    };
  }

  private static Reply answer(Set<Role> now) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("roles");
    now.forEach(role -> list.add(role.id()));
    return Reply.json(json);
  }
}
