package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.InviteCodeList;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code com.atproto.admin.getInviteCodes}. */
final class GetInviteCodes implements XrpcMethod {
  private final InviteCodeList codes;

  GetInviteCodes(InviteCodeList codes) {
    this.codes = codes;
  }

  @Override
  public Reply call(Call call) {
    String sort = call.text("sort");
    return switch (sort) {
      case "recent" -> answer(InviteCodeList.Order.RECENT, call);
      case "usage" -> answer(InviteCodeList.Order.USAGE, call);
      default -> Refusal.invalid("unknown sort method: " + sort);
    };
  }

  private Reply answer(InviteCodeList.Order order, Call call) {
    InviteCodeList.Page page;
    try {
      page = codes.page(order, call.number("limit"), call.findText("cursor"));
    } catch (IllegalArgumentException e) {
      return Refusal.invalid("Malformed cursor");
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    page.cursor().ifPresent(cursor -> json.put("cursor", cursor));
    json.set("codes", InviteCodeJson.of(page.codes()));
    return Reply.json(json);
  }
}
