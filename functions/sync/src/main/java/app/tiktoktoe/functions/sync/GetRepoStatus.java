package app.tiktoktoe.functions.sync;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryDescription;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * {@code com.atproto.sync.getRepoStatus}: whether a repository is served, and its revision while it
 * is.
 */
final class GetRepoStatus implements XrpcMethod {
  private final Repositories repositories;

  GetRepoStatus(Repositories repositories) {
    this.repositories = repositories;
  }

  @Override
  public Reply call(Call call) {
    Did did = Did.parse(call.text("did"));
    return repositories
        .describe(did)
        .filter(repository -> repository.status() != RepositoryStatus.DELETED)
        .map(GetRepoStatus::answer)
        .orElseGet(() -> RepoAccess.notFound(did));
  }

  private static Reply answer(RepositoryDescription repository) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("did", repository.did().toString());
    ListRepos.addStatus(json, repository.status());
    if (repository.status() == RepositoryStatus.ACTIVE) {
      json.put("rev", repository.rev().toString());
    }
    return Reply.json(json);
  }
}
