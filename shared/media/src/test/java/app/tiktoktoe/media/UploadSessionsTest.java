package app.tiktoktoe.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Usage;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.firestore.Firestore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UploadSessionsTest {
  private static final AtomicInteger ACCOUNTS = new AtomicInteger();
  private static final String PROJECT = FirestoreEmulatorExtension.freshProject();
  private static final Firestore FIRESTORE =
      new GoogleClients(
              Environment.of(
                  Map.of(
                      "GOOGLE_CLOUD_PROJECT",
                      PROJECT,
                      "METERED_FIRESTORE_EMULATOR_HOST",
                      FirestoreEmulatorExtension.hostPort())))
          .firestore();
  private static final UploadPlan PLAN = UploadPlan.inParts(25_000_000, "video/mp4");

  private final Random random = new Random(11 + ACCOUNTS.get());
  private final Did did = Did.parse("did:web:u" + ACCOUNTS.incrementAndGet() + ".test");
  private final MutableClock clock = new MutableClock();
  private final Jobs jobs = new Jobs(FIRESTORE, clock);
  private final UploadSessions sessions = new UploadSessions(FIRESTORE, jobs, clock);

  private Upload start(UploadPlan plan) {
    return assertInstanceOf(
            UploadStart.Started.class, sessions.start(did, JobId.random(random), plan))
        .upload();
  }

  private Upload find(Upload upload) {
    return sessions.find(did, upload.id()).orElseThrow();
  }

  private Job job(Upload upload) {
    return jobs.find(upload.id()).orElseThrow();
  }

  private static <T> T costing(long reads, long writes, Callable<T> work) throws Exception {
    Usage usage = new Usage();
    T result = usage.during(work);
    assertEquals(List.of(reads, writes), List.of(usage.reads(), usage.writes()));
    return result;
  }

  private static void costing(long reads, long writes, Runnable work) throws Exception {
    costing(reads, writes, Executors.callable(work));
  }

  private void sweep() {
    JobSweep sweep =
        new JobSweep(
            jobs,
            new JobSweep.Originals() {
              @Override
              public boolean exists(UploadObject original) {
                return false;
              }

              @Override
              public void announce(UploadObject original) {
                throw new AssertionError(original.name());
              }
            });
    sweep.run();
  }

  @Test
  void thePartsMakeTheWhole() {
    UploadPlan largest = UploadPlan.inParts(UploadPlan.MAX_BYTES, "video/mp4");
    assertTrue(largest.partCount() <= 32, "one composition takes 32");
    long sum = 0;
    for (int number = 1; number <= largest.partCount(); number++) {
      assertTrue(largest.has(number));
      sum += largest.sizeOf(number);
    }
    assertEquals(UploadPlan.MAX_BYTES, sum);
    assertEquals(false, largest.has(0) || largest.has(largest.partCount() + 1L));
    assertEquals(1, UploadPlan.inParts(UploadPlan.PART_BYTES, "video/mp4").partCount());
    assertEquals(2, UploadPlan.inParts(UploadPlan.PART_BYTES + 1, "video/mp4").partCount());
    assertEquals(1, UploadPlan.direct(5, "video/mp4").partCount());
    assertThrows(IllegalArgumentException.class, () -> UploadPlan.inParts(0, "video/mp4"));
    assertThrows(
        IllegalArgumentException.class,
        () -> UploadPlan.inParts(UploadPlan.MAX_BYTES + 1, "video/mp4"));
  }

  @Test
  void anUploadIsReadAsItWasStarted() throws Exception {
    Upload upload = costing(2, 4, () -> start(PLAN));
    assertEquals(upload, costing(1, 0, () -> find(upload)));
    assertEquals(UploadState.CREATED, upload.state());
    assertEquals(clock.instant().plus(Duration.ofHours(24)), upload.expiresAt());
    assertEquals(JobState.CREATED, job(upload).state());
    assertTrue(sessions.find(Did.parse("did:web:other.test"), upload.id()).isEmpty());
    assertTrue(sessions.find(did, JobId.random(random)).isEmpty());
    assertEquals(new Allowance(24, 9_975_000_000L), jobs.allowance(did));
  }

  @Test
  void anUploadIsFinishedOnce() throws Exception {
    Upload created = start(PLAN);
    Upload begun = costing(0, 1, () -> sessions.begin(created));
    assertThrows(UploadChangedException.class, () -> sessions.begin(created));
    assertEquals(UploadState.FINISHING, costing(2, 0, () -> find(created)).state());
    costing(1, 3, () -> sessions.complete(begun));
    assertThrows(UploadChangedException.class, () -> sessions.complete(begun));
    Upload completed = find(created);
    assertEquals(UploadState.COMPLETED, completed.state());
    assertTrue(completed.isSettled());
    assertEquals(created.id(), completed.job().orElseThrow().id());
    assertEquals(24, jobs.allowance(did).videos());
    assertThrows(IllegalStateException.class, () -> sessions.abort(completed));
    clock.advance(JobTimes.USUAL.upload());
    assertTrue(jobs.due(100).stream().anyMatch(due -> due.id().equals(created.id())));
  }

  @Test
  void anotherTakesOverWhoCrashedWhileFinishing() {
    Upload created = start(PLAN);
    Upload crashed = sessions.begin(created);
    clock.advance(UploadSessions.FINISHING);
    Upload stale = find(created);
    assertEquals(UploadState.CREATED, stale.state());
    Upload taken = sessions.begin(stale);
    assertThrows(UploadChangedException.class, () -> sessions.complete(crashed));
    assertThrows(UploadChangedException.class, () -> sessions.reopen(crashed));
    sessions.reopen(taken);
    assertEquals(UploadState.CREATED, find(created).state());
  }

  @Test
  void aWorkerThatHasTheOriginalSaysThatItCame() {
    Upload crashed = sessions.begin(start(PLAN));
    assertInstanceOf(Claim.Granted.class, jobs.claim(crashed.id()));
    Upload found = find(crashed);
    assertEquals(UploadState.COMPLETED, found.state());
    assertEquals(false, found.isSettled());
    clock.advance(UploadSessions.LIFE);
    assertEquals(UploadState.COMPLETED, find(crashed).state());
    sessions.complete(found);
    assertTrue(find(crashed).isSettled());
  }

  @Test
  void whatIsGivenUpIsGivenBack() throws Exception {
    Upload aborted = start(PLAN);
    costing(1, 4, () -> sessions.abort(aborted));
    assertEquals(UploadState.ABORTED, costing(1, 0, () -> find(aborted)).state());
    assertEquals(JobState.FAILED, job(aborted).state());
    assertThrows(UploadChangedException.class, () -> sessions.abort(aborted));
    assertThrows(UploadChangedException.class, () -> sessions.begin(aborted));
    Upload failed = start(PLAN);
    costing(1, 4, () -> sessions.fail(failed, "why"));
    assertEquals(UploadState.FAILED, find(failed).state());
    assertEquals("why", find(failed).failureReason().orElseThrow());
    assertEquals(JobFailure.invalid("why"), job(failed).failure().orElseThrow());
    assertEquals(Allowance.OF_A_DAY, jobs.allowance(did));
    assertTrue(find(aborted).failureReason().isEmpty());
  }

  @Test
  void anUploadExpires() {
    Upload upload = start(PLAN);
    Upload finishing = sessions.begin(start(PLAN));
    clock.advance(UploadSessions.LIFE.minusSeconds(1));
    Upload last = sessions.begin(find(finishing));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(UploadState.EXPIRED, find(upload).state());
    assertEquals(UploadState.FINISHING, find(last).state());
    sweep();
    clock.advance(JobTimes.USUAL.upload());
    assertEquals(UploadState.EXPIRED, find(last).state());
    sweep();
    assertEquals(UploadState.EXPIRED, find(upload).state());
    assertEquals(JobState.FAILED, job(upload).state());
    clock.advance(UploadSessions.LIFE.plus(JobTimes.USUAL.upload()).negated());
    assertEquals(Allowance.OF_A_DAY, jobs.allowance(did));
  }

  @Test
  void aSweepThatFoundNothingEndsWhoIsStillFinishing() {
    Upload upload = start(PLAN);
    clock.advance(UploadSessions.LIFE.minusSeconds(1));
    Upload begun = sessions.begin(upload);
    clock.advance(JobTimes.USUAL.upload().plusSeconds(1));
    sweep();
    assertThrows(UploadChangedException.class, () -> sessions.complete(begun));
    assertEquals(UploadState.EXPIRED, find(upload).state());
  }

  @Test
  void fewMayBeOpen() throws Exception {
    List<Upload> uploads = new ArrayList<>();
    for (int i = 0; i < UploadSessions.MAX_OPEN; i++) {
      uploads.add(start(PLAN));
    }
    UploadStart sixth = costing(7, 0, () -> sessions.start(did, JobId.random(random), PLAN));
    assertEquals(new UploadStart.TooManyOpen(), sixth);
    assertEquals(20, jobs.allowance(did).videos());
    sessions.abort(uploads.get(0));
    uploads.set(0, start(PLAN));
    sessions.complete(sessions.begin(uploads.get(1)));
    uploads.set(1, start(PLAN));
    assertInstanceOf(Claim.Granted.class, jobs.claim(uploads.get(2).id()));
    uploads.set(2, start(PLAN));
    assertEquals(new UploadStart.TooManyOpen(), sessions.start(did, JobId.random(random), PLAN));
    clock.advance(UploadSessions.LIFE);
    start(PLAN);
  }

  @Test
  void theAllowanceCountsWhatIsOpen() {
    for (int i = 0; i < 23; i++) {
      jobs.open(did, JobId.random(random), 1);
    }
    start(PLAN);
    Upload last = start(PLAN);
    assertEquals(
        0,
        assertInstanceOf(
                UploadStart.Exhausted.class, sessions.start(did, JobId.random(random), PLAN))
            .left()
            .videos());
    sessions.abort(last);
    start(PLAN);
  }

  @Test
  void manyStartsAtOnceTakeWhatThereIs() throws Exception {
    List<Callable<UploadStart>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      JobId id = JobId.random(random);
      calls.add(() -> sessions.start(did, id, PLAN));
    }
    int started = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<UploadStart> call : threads.invokeAll(calls)) {
        started += call.get() instanceof UploadStart.Started ? 1 : 0;
      }
    }
    assertEquals(UploadSessions.MAX_OPEN, started);
    assertEquals(25 - UploadSessions.MAX_OPEN, jobs.allowance(did).videos());
  }

  @Test
  void aDirectUploadIsToldByItsJob() throws Exception {
    Upload upload = start(UploadPlan.direct(7, "video/webm"));
    assertEquals(UploadState.CREATED, costing(2, 0, () -> find(upload)).state());
    assertEquals(upload, find(upload));
    assertInstanceOf(Claim.Granted.class, jobs.claim(upload.id()));
    assertEquals(UploadState.COMPLETED, find(upload).state());
    Upload given = start(UploadPlan.direct(7, "video/webm"));
    sessions.abort(given);
    assertInstanceOf(Claim.Over.class, jobs.claim(given.id()));
  }
}
