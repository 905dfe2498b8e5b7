package app.tiktoktoe.media.blocklist;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What moderators have to look at: {@code moderationReports/{name}}, open until one of them has.
 * Thread-safe.
 */
public final class ModerationReports {
  private static final long VERSION = 1;

  private final Firestore firestore;

  /** Reads nothing. */
  public ModerationReports(Firestore firestore) {
    this.firestore = firestore;
  }

  /**
   * An upload that a scanner stopped.
   *
   * @param name of the report, which is that of the job
   * @param print what was uploaded
   * @param reason what the scanner said
   * @param folder where the files are kept
   */
  public record StoppedUpload(
      String name, Did did, VideoPrint print, String reason, String folder, Instant at) {}

  /** Tells of an upload, by the batch that ends its job. */
  public void add(WriteBatch batch, StoppedUpload upload) {
    batch.create(
        firestore.collection("moderationReports").document(upload.name()),
        Map.ofEntries(
            Map.entry("version", VERSION),
            Map.entry("kind", "stoppedUpload"),
            Map.entry("state", "open"),
            Map.entry("did", upload.did().value()),
            Map.entry("original", upload.print().original().toString()),
            Map.entry("blob", upload.print().blob().toString()),
            Map.entry("looks", upload.print().looks().text()),
            Map.entry("reason", upload.reason()),
            Map.entry("folder", upload.folder()),
            Map.entry(
                "createdAt",
                Timestamp.ofTimeMicroseconds(
                    TimeUnit.MILLISECONDS.toMicros(upload.at().toEpochMilli())))));
  }
}
