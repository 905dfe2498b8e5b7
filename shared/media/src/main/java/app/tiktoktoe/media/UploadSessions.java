package app.tiktoktoe.media;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Uploads that take more than one request. An upload's job is made with it, and what it reserves of
 * the account's allowance is the job's: the sweep of jobs gives it back when the upload expires.
 * Every change names the version that it replaces. Which parts have come is not written here: the
 * bucket knows. Thread-safe.
 */
public final class UploadSessions {
  /** How long an upload may take. */
  public static final Duration LIFE = Duration.ofHours(24);

  /** How many an account may have that are neither finished nor ended. */
  public static final int MAX_OPEN = 5;

  /** How long who finishes an upload has it alone. */
  static final Duration FINISHING = Duration.ofMinutes(1);

  private static final int MAX_CONFLICTS = 10;

  private final Firestore firestore;
  private final Jobs jobs;
  private final UploadDays days;
  private final OpenUploads open;
  private final InstantSource clock;

  /** Uploads by {@code clock}, whose jobs are {@code jobs}. */
  public UploadSessions(Firestore firestore, Jobs jobs, InstantSource clock) {
    this.firestore = firestore;
    this.jobs = jobs;
    this.days = new UploadDays(firestore);
    this.open = new OpenUploads(firestore);
    this.clock = clock;
  }

  /**
   * Makes an upload and its job, and reserves its size: two documents read and four written, and
   * five more read when the account has as many as it may.
   */
  public UploadStart start(Did did, JobId id, UploadPlan plan) {
    for (int conflicts = 0; ; conflicts++) {
      Instant now = clock.instant();
      UploadDays.Day day = days.read(did, now);
      if (!day.left().covers(plan.sizeBytes())) {
        return new UploadStart.Exhausted(day.left());
      }
      OpenUploads.Open others = unfinished(open.read(did, now));
      if (others.uploads().size() >= MAX_OPEN) {
        return new UploadStart.TooManyOpen();
      }
      try {
        return new UploadStart.Started(create(did, id, plan, day, others, now));
      } catch (FailedPreconditionException | AlreadyExistsException | AbortedException e) {
        if (conflicts == MAX_CONFLICTS) {
          throw e;
        }
      }
    }
  }

  /** Of many, those whose job a worker has had are finished without having been called so. */
  private OpenUploads.Open unfinished(OpenUploads.Open all) {
    if (all.uploads().size() < MAX_OPEN) {
      return all;
    }
    Set<JobId> ended =
        all.uploads().keySet().stream()
            .filter(id -> jobs.find(id).filter(job -> job.state() == JobState.CREATED).isEmpty())
            .collect(Collectors.toSet());
    return all.without(ended);
  }

  private Upload create(
      Did did,
      JobId id,
      UploadPlan plan,
      UploadDays.Day day,
      OpenUploads.Open others,
      Instant now) {
    Instant expiresAt = now.plus(LIFE);
    Instant end = now.plus(Jobs.KEPT);
    WriteBatch batch = firestore.batch();
    days.take(batch, day, plan.sizeBytes(), now);
    open.add(batch, others, id, expiresAt, now);
    batch.create(
        jobs.document(id),
        JobDocument.fresh(did, plan.sizeBytes(), now, expiresAt.plus(jobs.times().upload()), end));
    batch.create(document(id), UploadDocument.fresh(did, plan, expiresAt, end));
    Timestamp written = Await.result(batch.commit()).getLast().getUpdateTime();
    return new UploadSession(
            id, did, plan, UploadState.CREATED, expiresAt, Instant.EPOCH, Optional.empty(), written)
        .at(now, Optional.empty());
  }

  /**
   * An upload of the account; empty when it has none of that name. One document read, and its job
   * unless the upload is known to be open or to have ended without one.
   */
  public Optional<Upload> find(Did did, JobId id) {
    DocumentSnapshot document = Await.result(document(id).get());
    if (!document.exists()) {
      return Optional.empty();
    }
    UploadSession session = UploadDocument.read(document);
    if (!session.did().equals(did)) {
      return Optional.empty();
    }
    Optional<Job> job = session.needsJob() ? jobs.find(id) : Optional.empty();
    return session.needsJob() && job.isEmpty()
        ? Optional.empty()
        : Optional.of(session.at(clock.instant(), job));
  }

  /**
   * Takes a created upload for its caller to finish: parts are refused from now on.
   *
   * @throws UploadChangedException when somebody else has it
   */
  public Upload begin(Upload upload) {
    requireCreated(upload);
    Map<String, Object> fields = state(UploadState.FINISHING);
    fields.put(
        UploadDocument.FINISHING_UNTIL, JobDocument.timestamp(clock.instant().plus(FINISHING)));
    return changed(upload, fields, UploadState.FINISHING);
  }

  /**
   * Lets parts come again, after {@link #begin} could not be brought to its end.
   *
   * @throws UploadChangedException when somebody else has taken it since
   */
  public void reopen(Upload upload) {
    changed(upload, state(UploadState.CREATED), UploadState.CREATED);
  }

  private static void requireCreated(Upload upload) {
    if (upload.state() != UploadState.CREATED) {
      throw new IllegalStateException("upload " + upload.id() + " is " + upload.state().text());
    }
  }

  private Upload changed(Upload upload, Map<String, Object> fields, UploadState state) {
    WriteBatch batch = firestore.batch();
    addChange(batch, upload, fields);
    Timestamp written = commit(batch, upload);
    UploadSession old = upload.session();
    UploadSession session =
        new UploadSession(
            old.id(),
            old.did(),
            old.plan(),
            state,
            old.expiresAt(),
            old.finishingUntil(),
            old.failureReason(),
            written);
    return new Upload(session, state, Optional.empty());
  }

  /**
   * Ends an upload whose original is in the bucket, and returns its job. From now on the sweep
   * looks after the job as after any whose upload is whole. One document read and three written.
   *
   * @throws UploadChangedException when it has changed since it was read, or was given up
   */
  public Job complete(Upload upload) {
    Job job = jobs.find(upload.id()).orElseThrow(() -> new UploadChangedException(upload.id()));
    boolean isWaiting = job.state() == JobState.CREATED;
    if (job.attempts() == 0 && !isWaiting) {
      throw new UploadChangedException(upload.id());
    }
    WriteBatch batch = firestore.batch();
    if (isWaiting) {
      jobs.addArrived(batch, job);
    }
    addEnd(batch, upload, state(UploadState.COMPLETED));
    commit(batch, upload);
    return job;
  }

  /**
   * Gives up an open upload and gives back what it reserved. One document read and four written.
   *
   * @throws UploadChangedException when it has changed since it was read
   */
  public void abort(Upload upload) {
    giveUp(upload, state(UploadState.ABORTED), JobFailure.generic("The upload was aborted"));
  }

  /**
   * Refuses what was uploaded and gives back what it reserved. One document read and four written.
   *
   * @throws UploadChangedException when it has changed since it was read
   */
  public void fail(Upload upload, String reason) {
    Map<String, Object> fields = state(UploadState.FAILED);
    fields.put(UploadDocument.FAILURE_REASON, reason);
    giveUp(upload, fields, JobFailure.invalid(reason));
  }

  private void giveUp(Upload upload, Map<String, Object> fields, JobFailure failure) {
    requireCreated(upload);
    Job job = jobs.find(upload.id()).orElseThrow(() -> new UploadChangedException(upload.id()));
    if (job.state() != JobState.CREATED) {
      throw new UploadChangedException(upload.id());
    }
    WriteBatch batch = firestore.batch();
    jobs.addFailedUpload(batch, job, failure);
    addEnd(batch, upload, fields);
    commit(batch, upload);
  }

  private void addEnd(WriteBatch batch, Upload upload, Map<String, Object> fields) {
    addChange(batch, upload, fields);
    open.remove(batch, upload.did(), upload.id(), clock.instant());
  }

  private void addChange(WriteBatch batch, Upload upload, Map<String, Object> fields) {
    batch.update(
        document(upload.id()), fields, Precondition.updatedAt(upload.session().updateTime()));
  }

  private static Timestamp commit(WriteBatch batch, Upload upload) {
    try {
      return Await.result(batch.commit()).getLast().getUpdateTime();
    } catch (FailedPreconditionException | NotFoundException | AbortedException e) {
      throw new UploadChangedException(upload.id(), e);
    }
  }

  private static Map<String, Object> state(UploadState state) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(UploadDocument.STATE, state.text());
    fields.put(UploadDocument.FINISHING_UNTIL, FieldValue.delete());
    return fields;
  }

  private DocumentReference document(JobId id) {
    return firestore.collection("uploadSessions").document(id.value());
  }
}
