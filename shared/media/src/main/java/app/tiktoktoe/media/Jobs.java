package app.tiktoktoe.media;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The video jobs in Firestore. Every change of a job names the version that it replaces: of two
 * workers or sweeps one wins, and the other learns of it. Thread-safe.
 */
public final class Jobs {
  /** How long a job can be asked for. */
  static final Duration KEPT = Duration.ofDays(30);

  private static final int MAX_CONFLICTS = 10;

  private final Firestore firestore;
  private final UploadDays days;
  private final InstantSource clock;
  private final JobTimes times;

  /** Jobs by {@code clock}, at the usual times. */
  public Jobs(Firestore firestore, InstantSource clock) {
    this(firestore, clock, JobTimes.USUAL);
  }

  /** Jobs by {@code clock}. */
  public Jobs(Firestore firestore, InstantSource clock, JobTimes times) {
    this.firestore = firestore;
    this.days = new UploadDays(firestore);
    this.clock = clock;
    this.times = times;
  }

  /** When jobs are looked for. */
  public JobTimes times() {
    return times;
  }

  /** What the account may still upload today. One document read. */
  public Allowance allowance(Did did) {
    return days.read(did, clock.instant()).left();
  }

  /**
   * Makes a job before its upload begins and takes {@code sizeBytes} from the account's allowance:
   * one document read and two written.
   */
  public Opening open(Did did, JobId id, long sizeBytes) {
    for (int conflicts = 0; ; conflicts++) {
      Instant now = clock.instant();
      UploadDays.Day day = days.read(did, now);
      if (!day.left().covers(sizeBytes)) {
        return new Opening.Exhausted(day.left());
      }
      WriteBatch batch = firestore.batch();
      days.take(batch, day, sizeBytes, now);
      batch.create(
          document(id),
          JobDocument.fresh(did, sizeBytes, now, now.plus(times.upload()), now.plus(KEPT)));
      try {
        Timestamp written = Await.result(batch.commit()).getLast().getUpdateTime();
        return new Opening.Opened(fresh(did, id, sizeBytes, now, written));
      } catch (FailedPreconditionException | AlreadyExistsException | AbortedException e) {
        if (conflicts == MAX_CONFLICTS) {
          throw e;
        }
      }
    }
  }

  private static Job fresh(Did did, JobId id, long sizeBytes, Instant now, Timestamp updateTime) {
    return new Job(
        id,
        did,
        JobState.CREATED,
        0,
        sizeBytes,
        0,
        Optional.empty(),
        Optional.empty(),
        now,
        Instant.EPOCH,
        updateTime);
  }

  /** The job, when there is one. One document read. */
  public Optional<Job> find(JobId id) {
    DocumentSnapshot document = Await.result(document(id).get());
    return document.exists() ? Optional.of(JobDocument.read(document)) : Optional.empty();
  }

  /** Those of {@code ids} that are jobs that have not ended. One document read each. */
  public Set<JobId> alive(Collection<JobId> ids) {
    if (ids.isEmpty()) {
      return Set.of();
    }
    DocumentReference[] documents =
        ids.stream().map(this::document).toArray(DocumentReference[]::new);
    return Await.result(firestore.getAll(documents, FieldMask.of(JobDocument.STATE))).stream()
        .filter(found -> found.exists() && !JobDocument.state(found).isFinal())
        .map(found -> new JobId(found.getId()))
        .collect(Collectors.toSet());
  }

  /**
   * Asks for a job as a worker. A job whose last allowed worker has vanished fails here. One
   * document read, and one written when it is granted.
   */
  public Claim claim(JobId id) {
    Optional<Job> found = find(id);
    if (found.isEmpty() || found.get().state().isFinal()) {
      return new Claim.Over();
    }
    Job job = found.get();
    Instant now = clock.instant();
    if (job.leasedUntil().isAfter(now)) {
      return new Claim.Busy(job.leasedUntil());
    }
    try {
      if (job.attempts() >= Job.MAX_ATTEMPTS) {
        fail(job, JobFailure.generic("The video could not be processed"));
        return new Claim.Over();
      }
      Job claimed = change(job, claimed(job, now));
      return new Claim.Granted(new JobLease(this, clock, claimed));
    } catch (LeaseLostException e) {
      return new Claim.Busy(now.plus(times.lease()));
    }
  }

  private Map<String, Object> claimed(Job job, Instant now) {
    Map<String, Object> fields = leased(now);
    fields.put(JobDocument.STATE, JobState.ENCODING.text());
    fields.put(JobDocument.PROGRESS, 0);
    fields.put(JobDocument.ATTEMPTS, job.attempts() + 1);
    return fields;
  }

  Map<String, Object> leased(Instant now) {
    return leasedUntil(now.plus(times.lease()));
  }

  static Map<String, Object> leasedUntil(Instant end) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(JobDocument.LEASED_UNTIL, JobDocument.timestamp(end));
    fields.put(JobDocument.DUE_AT, JobDocument.timestamp(end));
    return fields;
  }

  /**
   * Fails a job.
   *
   * @throws LeaseLostException when it has changed since it was read
   */
  public void fail(Job job, JobFailure failure) {
    change(job, failed(failure));
  }

  /**
   * Fails a job whose upload did not arrive, and gives the account its allowance back.
   *
   * @throws LeaseLostException when it has changed since it was read
   */
  public void failUpload(Job job, String message) {
    fail(job, JobFailure.generic(message), batch -> days.giveBack(batch, job));
  }

  /** Fails a job, and writes what {@code also} adds in the same batch. */
  void fail(Job job, JobFailure failure, Consumer<WriteBatch> also) {
    WriteBatch batch = firestore.batch();
    batch.update(document(job.id()), failed(failure), Precondition.updatedAt(job.updateTime()));
    also.accept(batch);
    try {
      Await.result(batch.commit());
    } catch (FailedPreconditionException | NotFoundException e) {
      throw new LeaseLostException(job.id(), e);
    }
  }

  /** The same as part of {@code batch}, which fails when the job has changed since it was read. */
  void addFailedUpload(WriteBatch batch, Job job, JobFailure failure) {
    batch.update(document(job.id()), failed(failure), Precondition.updatedAt(job.updateTime()));
    days.giveBack(batch, job);
  }

  /** Has the sweep look soon at a job whose original is whole; guarded like every change. */
  void addArrived(WriteBatch batch, Job job) {
    batch.update(
        document(job.id()),
        Map.of(JobDocument.DUE_AT, JobDocument.timestamp(clock.instant().plus(times.upload()))),
        Precondition.updatedAt(job.updateTime()));
  }

  private static Map<String, Object> failed(JobFailure failure) {
    Map<String, Object> fields = ended(JobState.FAILED);
    fields.put(JobDocument.FAILURE_CODE, failure.code().text());
    fields.put(JobDocument.MESSAGE, failure.message());
    return fields;
  }

  static Map<String, Object> ended(JobState state) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(JobDocument.STATE, state.text());
    fields.put(JobDocument.LEASED_UNTIL, FieldValue.delete());
    fields.put(JobDocument.DUE_AT, FieldValue.delete());
    return fields;
  }

  static Map<String, Object> completed(VideoBlob blob) {
    Map<String, Object> fields = ended(JobState.COMPLETED);
    fields.put(JobDocument.PROGRESS, 100);
    fields.put(JobDocument.BLOB, JobDocument.blob(blob));
    return fields;
  }

  /**
   * Ends a job that no worker has begun with a blob that is there already, and returns it. One
   * document written.
   *
   * @throws LeaseLostException when it has changed since it was read
   */
  public Job completeWith(Job job, VideoBlob blob) {
    Job changed = change(job, completed(blob));
    return new Job(
        changed.id(),
        changed.did(),
        JobState.COMPLETED,
        100,
        changed.sizeBytes(),
        changed.attempts(),
        Optional.of(blob),
        changed.failure(),
        changed.createdAt(),
        changed.leasedUntil(),
        changed.updateTime());
  }

  /** Open jobs that nobody has given a sign of life for, the longest waiting first. */
  public List<Job> due(int limit) {
    return Await.result(
            firestore
                .collection("jobs")
                .whereLessThanOrEqualTo(JobDocument.DUE_AT, JobDocument.timestamp(clock.instant()))
                .orderBy(JobDocument.DUE_AT)
                .limit(limit)
                .get())
        .getDocuments()
        .stream()
        .map(JobDocument::read)
        .toList();
  }

  /**
   * Lets a job be due again later.
   *
   * @throws LeaseLostException when it has changed since it was read
   */
  void postpone(Job job, Duration time) {
    Instant due = clock.instant().plus(time);
    change(job, Map.of(JobDocument.DUE_AT, JobDocument.timestamp(due)));
  }

  /**
   * Changes the version of the job that was read, and returns that one with its new version.
   *
   * @throws LeaseLostException when it has changed since
   */
  Job change(Job job, Map<String, Object> fields) {
    try {
      Timestamp written =
          Await.result(document(job.id()).update(fields, Precondition.updatedAt(job.updateTime())))
              .getUpdateTime();
      return new Job(
          job.id(),
          job.did(),
          job.state(),
          job.progress(),
          job.sizeBytes(),
          job.attempts(),
          job.blob(),
          job.failure(),
          job.createdAt(),
          job.leasedUntil(),
          written);
    } catch (FailedPreconditionException | NotFoundException e) {
      throw lost(job, e);
    }
  }

  private static LeaseLostException lost(Job job, ApiException cause) {
    return new LeaseLostException(job.id(), cause);
  }

  DocumentReference document(JobId id) {
    return firestore.collection("jobs").document(id.value());
  }
}
