package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryDescription;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** {@code com.atproto.repo.describeRepo}. */
final class DescribeRepo implements XrpcMethod {
  private final RepoNames names;
  private final Repositories repositories;

  DescribeRepo(RepoNames names, Repositories repositories) {
    this.names = names;
    this.repositories = repositories;
  }

  @Override
  public Reply call(Call call) {
    Optional<RepositoryDescription> repo =
        names.find(call.text("repo")).flatMap(repositories::describe);
    if (repo.isEmpty()) {
      return notFound(call.text("repo"));
    }
    return switch (repo.get().status()) {
      case ACTIVE -> describe(repo.get());
      case TAKENDOWN -> unavailable("RepoTakendown", repo.get());
      case SUSPENDED -> unavailable("RepoSuspended", repo.get());
      case DEACTIVATED -> unavailable("RepoDeactivated", repo.get());
      case DELETED -> notFound(call.text("repo"));
    };
  }

  private static Refusal notFound(String repo) {
    return Refusal.of("RepoNotFound", "Could not find repo: " + repo);
  }

  private static Refusal unavailable(String error, RepositoryDescription repo) {
    RepositoryStatus status = repo.status();
    return Refusal.of(error, "Repo is " + status.id() + ": " + repo.did());
  }

  private Reply describe(RepositoryDescription repo) {
    Did did = repo.did();
    Optional<Handle> handle = names.directory().handleOf(did);
    Optional<ObjectNode> document = names.directory().documentOf(did);
    if (handle.isEmpty() || document.isEmpty()) {
      return notFound(did.value());
    }
    ObjectNode answer =
        Answers.empty().put("handle", handle.get().toString()).put("did", did.toString());
    answer.set("didDoc", document.get());
    ArrayNode collections = answer.putArray("collections");
    repo.collections().forEach(collection -> collections.add(collection.toString()));
    answer.put("handleIsCorrect", isCorrect(did, handle.get(), document.get()));
    return Reply.json(answer);
  }

  private boolean isCorrect(Did did, Handle handle, ObjectNode document) {
    boolean claimed = false;
    for (var name : document.path("alsoKnownAs")) {
      claimed |= name.asText().equals("at://" + handle);
    }
    return claimed && names.directory().didOf(handle).filter(did::equals).isPresent();
  }
}
