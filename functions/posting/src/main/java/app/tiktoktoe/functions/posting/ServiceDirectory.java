package app.tiktoktoe.functions.posting;

import app.tiktoktoe.accounts.AccountDirectory;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The directory of this service's accounts. */
record ServiceDirectory(AccountDirectory accounts) implements Directory {
  @Override
  public Optional<Did> didOf(Handle handle) {
    return accounts.didOf(handle);
  }

  @Override
  public Optional<Handle> handleOf(Did did) {
    return accounts.handleOf(did);
  }

  @Override
  public Optional<ObjectNode> documentOf(Did did) {
    return accounts.documentOf(did);
  }
}
