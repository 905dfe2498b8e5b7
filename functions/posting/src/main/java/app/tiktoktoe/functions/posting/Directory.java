package app.tiktoktoe.functions.posting;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Who is who among the accounts of this service. Implementations are thread-safe. */
interface Directory {
  /** The account that has {@code handle}. */
  Optional<Did> didOf(Handle handle);

  /** The handle of an account. */
  Optional<Handle> handleOf(Did did);

  /** An account's DID document. */
  Optional<ObjectNode> documentOf(Did did);
}
