package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.syntax.AtIdentifier;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import java.util.Optional;

/** Finds the repository that a {@code repo} parameter names, be it by DID or by handle. */
record RepoNames(Directory directory) {
  /** The account, which a handle leads to only when it is one of this service. */
  Optional<Did> find(String repo) {
    return switch (AtIdentifier.parse(repo)) {
      case Did did -> Optional.of(did);
      case Handle handle -> directory.didOf(handle);
    };
  }
}
