package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.atproto.syntax.Did;
import java.time.Instant;
import java.util.function.Function;

/**
 * What a bucket has of an account, under names that begin with it. Thread-safe.
 *
 * @param prefix what the names of an account's objects begin with
 */
record AccountFolder(OldObjects objects, Function<Did, String> prefix) {
  /** As {@link OldObjects#delete}. */
  boolean delete(Did did, Instant before, int limit) {
    return objects.delete(prefix.apply(did), before, limit);
  }
}
