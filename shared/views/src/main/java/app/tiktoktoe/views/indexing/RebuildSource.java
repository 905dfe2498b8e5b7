package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.events.AccountStatus;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What views are made from: the accounts and repositories that are here, whatever their status.
 * Every call reads what is stored now. Implementations are thread-safe.
 */
public interface RebuildSource {
  /** The accounts after one in the order of their DIDs; from the first when it is null. */
  List<Did> accounts(@Nullable Did after, int limit);

  /** An account; empty when its repository is not here. */
  Optional<Origin> account(Did did);

  /** Records of a collection in rising order of their keys, after one of them. */
  List<Kept> records(Did did, Nsid collection, @Nullable RecordKey after, int limit);

  /** Those of some records that there are. */
  Map<RecordKey, Kept> find(Did did, Nsid collection, Collection<RecordKey> keys);

  /**
   * What is known of an account beside its records.
   *
   * @param handle null when nobody knows it any more
   * @param statusAt when the status was set; the epoch when it never was
   * @param rev the latest commit
   */
  record Origin(
      @Nullable Handle handle,
      Instant createdAt,
      AccountStatus status,
      Instant statusAt,
      Instant tokensValidFrom,
      Tid rev) {}

  /**
   * A record.
   *
   * @param rev the commit that wrote it
   */
  record Kept(RecordKey rkey, Cid cid, Tid rev, Instant committedAt, ObjectNode value) {}
}
