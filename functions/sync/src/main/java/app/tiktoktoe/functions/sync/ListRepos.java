package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.repository.RepositoryList;
import app.tiktoktoe.repository.RepositoryList.Listed;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * {@code com.atproto.sync.listRepos}: every repository that is or may come back, in the order of
 * the DIDs.
 */
final class ListRepos implements XrpcMethod {
  private final RepositoryList repositories;

  ListRepos(RepositoryList repositories) {
    this.repositories = repositories;
  }

  @Override
  public Reply call(Call call) {
    int limit = call.number("limit");
    List<Listed> page = repositories.list(call.findText("cursor").map(ListRepos::cursor), limit);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (page.size() == limit) {
      json.put("cursor", page.getLast().did().toString());
    }
    ArrayNode repos = json.putArray("repos");
    for (Listed repository : page) {
      if (repository.status() != RepositoryStatus.DELETED) {
        ObjectNode item = repos.addObject();
        item.put("did", repository.did().toString());
        item.put("head", repository.commit().toString());
        item.put("rev", repository.rev().toString());
        addStatus(item, repository.status());
      }
    }
    return Reply.json(json);
  }

  private static Did cursor(String text) {
    try {
      return Did.parse(text);
    } catch (InvalidSyntaxException e) {
      throw Refusal.invalid("Malformed cursor").asException();
    }
  }

  static void addStatus(ObjectNode json, RepositoryStatus status) {
    json.put("active", status == RepositoryStatus.ACTIVE);
    if (status != RepositoryStatus.ACTIVE) {
      json.put("status", status.id());
    }
  }
}
