package app.tiktoktoe.views.indexing;

import app.tiktoktoe.views.Fields;
import app.tiktoktoe.views.indexing.NotificationWriter.Draft;
import com.google.cloud.firestore.WriteBatch;
import java.util.Map;
import java.util.Optional;

/** What follows from the edges of one kind. Implementations are thread-safe. */
interface EdgeEffects {
  /** The subject that the record names; empty when it is none that edges of this kind have. */
  Optional<String> subject(Change change);

  /** Whether {@link #subject} can have been this. */
  boolean isSubject(String text);

  /** Who is told of an edge to {@code subject}, unless they do not want to be. */
  Optional<Draft> draft(Change change, String subject);

  /**
   * Adds to {@code batch} what a new edge to {@code subject} brings about.
   *
   * @return further fields of the edge, {@link #NOTIFIED} among them when somebody is told
   */
  Map<String, Object> add(WriteBatch batch, Change change, String subject);

  /** Adds to {@code batch} the removal of what {@code edge} to {@code subject} brought about. */
  void remove(WriteBatch batch, Change change, String subject, Fields edge);

  /** Brings the counts up to date that an edge to {@code subject} has an effect on. */
  void fold(Change change, String subject);

  /** The field of an edge that somebody was told of. */
  String NOTIFIED = "notified";
}
