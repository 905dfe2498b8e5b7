package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.atproto.syntax.Did;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a bucket has of an account, under names that begin with it. Thread-safe.
 *
 * @param prefix what the names of an account's objects begin with
 * @param after is done when nothing is left, once more when it fails
 */
record AccountFolder(OldObjects objects, Function<Did, String> prefix, Consumer<Did> after) {
  AccountFolder(OldObjects objects, Function<Did, String> prefix) {
    this(objects, prefix, did -> {});
  }

  /** As {@link OldObjects#delete}. */
  boolean delete(Did did, Instant before, int limit) {
    boolean done = objects.delete(prefix.apply(did), before, limit);
    if (done) {
      after.accept(did);
    }
    return done;
  }
}
