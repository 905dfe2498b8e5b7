package app.tiktoktoe.views.timeline;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Shortens timelines to {@link Timeline#SOFT_CAP} entries. Thread-safe. */
public final class TimelineTrim {
  private final Firestore firestore;
  private final Timelines timelines;

  /** On {@code firestore}. */
  public TimelineTrim(Firestore firestore) {
    this.firestore = firestore;
    this.timelines = new Timelines(firestore);
  }

  /**
   * Trims the timelines of {@code viewers}, for a read each and a write for each that is too long.
   * Entries appended meanwhile stay.
   */
  public void trim(Collection<String> viewers) {
    if (viewers.isEmpty()) {
      return;
    }
    DocumentReference[] references =
        viewers.stream()
            .map(viewer -> timelines.document(Did.parse(viewer)))
            .toArray(DocumentReference[]::new);
    List<ApiFuture<WriteResult>> writes = new ArrayList<>();
    for (DocumentSnapshot document : Await.result(firestore.getAll(references))) {
      List<byte[]> excess = document.exists() ? Timeline.of(document).excess() : List.of();
      if (!excess.isEmpty()) {
        Object[] entries = excess.stream().map(Blob::fromBytes).toArray();
        writes.add(document.getReference().update("entries", FieldValue.arrayRemove(entries)));
      }
    }
    Await.result(ApiFutures.allAsList(writes));
  }
}
