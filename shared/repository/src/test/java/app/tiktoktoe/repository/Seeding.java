package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.repo.Commit;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.atproto.syntax.TidClock;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Large repositories as they are stored, without the documents of their records. */
final class Seeding {
  private Seeding() {}

  static void fill(
      Firestore firestore,
      Paths paths,
      Head before,
      SigningKey key,
      TidClock revisions,
      Map<String, Optional<Cid>> all) {
    LoadedKeys.After after = new LoadedKeys(before.keys()).with(all);
    TreeMap<String, Long> counts = new TreeMap<>();
    all.keySet().forEach(k -> counts.merge(k.substring(0, k.indexOf('/')), 1L, Long::sum));
    Tid rev = revisions.next(before.rev());
    Commit commit = Commit.sign(before.did(), rev, after.tree().root(), key);
    Head head =
        new Head(
            commit,
            commit.cid(),
            after.index(),
            new CollectionCounts(counts),
            before.sealedKey(),
            before.standing(),
            before.rate(),
            false);
    WriteBatch batch = firestore.batch();
    batch.update(
        paths.head(before.did()),
        HeadDocument.commitFields(head, KeyIndexCodec.encode(after.index())));
    new SegmentStore(paths).write(batch, before.did(), after);
    Await.result(batch.commit());
  }
}
