package app.tiktoktoe.views.fanout;

import app.tiktoktoe.views.Pause;
import com.google.cloud.firestore.v1.FirestoreClient;
import com.google.firestore.v1.ArrayValue;
import com.google.firestore.v1.BatchWriteRequest;
import com.google.firestore.v1.BatchWriteResponse;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.DocumentMask;
import com.google.firestore.v1.DocumentTransform.FieldTransform;
import com.google.firestore.v1.Precondition;
import com.google.firestore.v1.Value;
import com.google.firestore.v1.Write;
import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Appends entries to timelines without reading them. A viewer without a timeline is left out, and
 * an entry that is there already is not added again. Thread-safe.
 */
public final class TimelineAppender {
  /** How many timelines a call takes. */
  static final int BATCH = 500;

  private static final int TRIES = 4;
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);

  private final Supplier<FirestoreClient> client;
  private final String database;
  private final Pause pause;

  /**
   * Writes by {@code client}, which is asked for at each call.
   *
   * @param database for example {@code projects/p/databases/(default)}
   */
  public TimelineAppender(Supplier<FirestoreClient> client, String database, Pause pause) {
    this.client = client;
    this.database = database;
    this.pause = pause;
  }

  /**
   * Appends {@code entries} to the timelines of at most {@link #BATCH} distinct viewers, for a
   * write per timeline that exists.
   *
   * @return false when some timelines could not be written, even when tried again
   */
  boolean append(List<String> viewers, List<byte[]> entries) {
    List<String> left = viewers;
    for (int attempt = 0; attempt < TRIES && !left.isEmpty(); attempt++) {
      if (attempt > 0) {
        pause.of(FIRST_WAIT.multipliedBy(1L << attempt));
      }
      left = failed(left, entries);
    }
    return left.isEmpty();
  }

  private List<String> failed(List<String> viewers, List<byte[]> entries) {
    FieldTransform append = append(entries);
    BatchWriteRequest.Builder request = BatchWriteRequest.newBuilder().setDatabase(database);
    viewers.forEach(viewer -> request.addWrites(write(viewer, append)));
    BatchWriteResponse response = client.get().batchWrite(request.build());
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < viewers.size(); i++) {
      int code = response.getStatus(i).getCode();
      if (code != Code.OK.value() && code != Code.NOT_FOUND.value()) {
        failed.add(viewers.get(i));
      }
    }
    return failed;
  }

  private static FieldTransform append(List<byte[]> entries) {
    ArrayValue.Builder values = ArrayValue.newBuilder();
    entries.forEach(
        entry -> values.addValues(Value.newBuilder().setBytesValue(ByteString.copyFrom(entry))));
    return FieldTransform.newBuilder()
        .setFieldPath("entries")
        .setAppendMissingElements(values)
        .build();
  }

  private Write write(String viewer, FieldTransform append) {
    return Write.newBuilder()
        .setUpdate(Document.newBuilder().setName(database + "/documents/timelines/" + viewer))
        .setUpdateMask(DocumentMask.getDefaultInstance())
        .addUpdateTransforms(append)
        .setCurrentDocument(Precondition.newBuilder().setExists(true))
        .build();
  }
}
