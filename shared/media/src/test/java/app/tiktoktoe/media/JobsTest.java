package app.tiktoktoe.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.firestore.Firestore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FirestoreEmulatorExtension.class)
class JobsTest {
  private static final AtomicInteger ACCOUNTS = new AtomicInteger();
  private static final VideoBlob BLOB = new VideoBlob(Cid.ofRaw(new byte[] {1}), "video/mp4", 1);

  private final Random random = new Random(7 + ACCOUNTS.get());
  private final Did did = Did.parse("did:web:a" + ACCOUNTS.incrementAndGet() + ".test");
  private final MutableClock clock = new MutableClock();
  private final Firestore firestore;
  private final Jobs jobs;

  JobsTest(Firestore firestore) {
    this.firestore = firestore;
    this.jobs = new Jobs(firestore, clock);
  }

  @BeforeEach
  void forget() throws Exception {
    for (var document : firestore.collection("jobs").listDocuments()) {
      document.delete().get();
    }
  }

  private Job open(long sizeBytes) {
    return assertInstanceOf(Opening.Opened.class, jobs.open(did, JobId.random(random), sizeBytes))
        .job();
  }

  private JobLease claim(Job job) {
    return assertInstanceOf(Claim.Granted.class, jobs.claim(job.id())).lease();
  }

  private Job stored(Job job) {
    return jobs.find(job.id()).orElseThrow();
  }

  @Test
  void aJobIsReadAsItWasOpened() {
    Job job = open(5);
    assertEquals(job, stored(job));
    assertTrue(jobs.find(JobId.random(random)).isEmpty());
  }

  @Test
  void aDayHasAnAllowance() {
    open(9_999_999_999L);
    assertEquals(new Allowance(24, 1), jobs.allowance(did));
    assertEquals(
        new Opening.Exhausted(new Allowance(24, 1)), jobs.open(did, JobId.random(random), 2));
    for (int i = 0; i < 24; i++) {
      open(0);
    }
    assertInstanceOf(Opening.Exhausted.class, jobs.open(did, JobId.random(random), 0));
    clock.advance(Duration.ofDays(1));
    assertEquals(Allowance.OF_A_DAY, jobs.allowance(did));
  }

  @Test
  void uploadsAtOnceAreAllCounted() throws Exception {
    List<Future<Opening>> openings = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        JobId id = JobId.random(random);
        openings.add(threads.submit(() -> jobs.open(did, id, 10)));
      }
    }
    for (Future<Opening> opening : openings) {
      assertInstanceOf(Opening.Opened.class, opening.get());
    }
    assertEquals(Allowance.OF_A_DAY.less(4, 40), jobs.allowance(did));
  }

  @Test
  void whatDidNotArriveIsGivenBack() {
    Job job = open(100);
    jobs.failUpload(job, "gone");
    assertEquals(Allowance.OF_A_DAY, jobs.allowance(did));
    assertEquals(JobState.FAILED, stored(job).state());
    assertThrows(LeaseLostException.class, () -> jobs.failUpload(job, "again"));
    assertEquals(Allowance.OF_A_DAY, jobs.allowance(did));
  }

  @Test
  void oneWorkerHasAJobUntilItIsSilentForTooLong() {
    Job job = open(1);
    JobLease first = claim(job);
    assertInstanceOf(Claim.Busy.class, jobs.claim(job.id()));
    clock.advance(JobTimes.USUAL.lease().minusSeconds(1));
    first.renew();
    clock.advance(JobTimes.USUAL.lease().minusSeconds(1));
    assertInstanceOf(Claim.Busy.class, jobs.claim(job.id()));
    clock.advance(Duration.ofSeconds(1));
    JobLease second = claim(job);
    assertEquals(2, second.attempt());
    assertThrows(LeaseLostException.class, () -> first.complete(BLOB));
    second.complete(BLOB);
    assertEquals(BLOB, stored(job).blob().orElseThrow());
    assertInstanceOf(Claim.Over.class, jobs.claim(job.id()));
  }

  @Test
  void onlyOneOfManyClaimsIsGranted() throws Exception {
    Job job = open(1);
    List<Callable<Claim>> claims = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      claims.add(() -> jobs.claim(job.id()));
    }
    int granted = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Claim> claim : threads.invokeAll(claims)) {
        granted += claim.get() instanceof Claim.Granted ? 1 : 0;
      }
    }
    assertEquals(1, granted);
    assertEquals(1, stored(job).attempts());
  }

  @Test
  void theThirdWorkerIsTheLast() {
    Job job = open(1);
    for (int attempt = 1; attempt <= 3; attempt++) {
      JobLease lease = claim(job);
      assertEquals(attempt, lease.attempt());
      lease.release();
      clock.advance(Duration.ofMillis(1));
    }
    assertInstanceOf(Claim.Over.class, jobs.claim(job.id()));
    assertEquals(JobFailure.Code.GENERIC_FAILURE, stored(job).failure().orElseThrow().code());
  }

  @Test
  void aJobMayRestUntilItsNextWorkerBegins() {
    Job job = open(1);
    claim(job).postpone(Duration.ofMinutes(5));
    clock.advance(Duration.ofMinutes(5).minusSeconds(1));
    assertInstanceOf(Claim.Busy.class, jobs.claim(job.id()));
    assertEquals(List.of(), jobs.due(10));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(List.of(job.id()), jobs.due(10).stream().map(Job::id).toList());
    assertEquals(2, claim(job).attempt());
  }

  @Test
  void whatIsToldOfAFailureIsWrittenWithItOrNotAtAll() throws Exception {
    Job job = open(1);
    JobLease lost = claim(job);
    clock.advance(JobTimes.USUAL.lease());
    JobLease lease = claim(job);
    var told = firestore.collection("told").document(job.id().value());
    JobFailure failure = JobFailure.invalid("no");
    assertThrows(
        LeaseLostException.class,
        () -> lost.fail(failure, batch -> batch.create(told, Map.of("by", "lost"))));
    assertFalse(told.get().get().exists());
    lease.fail(failure, batch -> batch.create(told, Map.of("by", "last")));
    assertEquals("last", told.get().get().getString("by"));
    assertEquals(failure, stored(job).failure().orElseThrow());
  }

  @Test
  void timesComeFromTheEnvironment() {
    assertEquals(JobTimes.USUAL, JobTimes.from(Environment.of(Map.of())));
    assertEquals(
        new JobTimes(Duration.ofSeconds(20), Duration.ofSeconds(12)),
        JobTimes.from(Environment.of(Map.of("JOB_UPLOAD_S", "20", "JOB_LEASE_S", "12"))));
    for (String wrong : List.of("4", "-1", "soon")) {
      Environment environment = Environment.of(Map.of("JOB_LEASE_S", wrong));
      assertThrows(IllegalArgumentException.class, () -> JobTimes.from(environment));
    }
  }

  @Test
  void progressIsWrittenOnceASecondAndNeverGoesBack() {
    Job job = open(1);
    JobLease lease = claim(job);
    lease.report(JobState.ENCODING, 10);
    assertEquals(0, stored(job).progress());
    clock.advance(Duration.ofSeconds(1));
    lease.report(JobState.ENCODING, 20);
    clock.advance(Duration.ofSeconds(1));
    lease.report(JobState.ENCODING, 15);
    assertEquals(20, stored(job).progress());
    lease.report(JobState.UPLOADING, 0);
    assertEquals(JobState.UPLOADING, stored(job).state());
    lease.report(JobState.ENCODED, 50);
    assertEquals(JobState.UPLOADING, stored(job).state());
  }

  @Test
  void statesFollowTheOrderOfTheirDeclaration() {
    Job job = open(1);
    JobLease lease = claim(job);
    for (JobState state :
        List.of(
            JobState.ENCODED,
            JobState.SCANNING,
            JobState.SCANNED,
            JobState.UPLOADING,
            JobState.UPLOADED)) {
      lease.report(state, 0);
      assertEquals(state, stored(job).state());
      lease.report(JobState.ENCODED, 100);
      assertEquals(state, stored(job).state());
    }
  }

  @Test
  void aSweepFailsWhatNeverArrivedAndAnnouncesWhatDid() {
    Job broken = open(1);
    Job arrived = open(1);
    Job worn = open(1);
    List<UploadObject> announced = new ArrayList<>();
    JobSweep sweep =
        new JobSweep(
            jobs,
            new JobSweep.Originals() {
              @Override
              public boolean exists(UploadObject original) {
                return !original.equals(broken.original());
              }

              @Override
              public void announce(UploadObject original) {
                announced.add(original);
              }
            });
    assertEquals(new JobSweep.Swept(0, 0), sweep.run());
    for (int i = 0; i < 3; i++) {
      claim(worn).release();
      clock.advance(Duration.ofMillis(1));
    }
    clock.advance(JobTimes.USUAL.upload());
    assertEquals(new JobSweep.Swept(2, 1), sweep.run());
    assertEquals(List.of(arrived.original()), announced);
    assertEquals(JobState.FAILED, stored(broken).state());
    assertEquals(JobState.FAILED, stored(worn).state());
    assertEquals(new JobSweep.Swept(0, 0), sweep.run());
    claim(arrived).complete(BLOB);
    clock.advance(Duration.ofDays(1));
    assertEquals(new JobSweep.Swept(0, 0), sweep.run());
  }

  @Test
  void namesOfOriginalsAreReadBack() {
    UploadObject original = new UploadObject(did, JobId.random(random));
    assertEquals(original, UploadObject.find(original.name()).orElseThrow());
    for (String name : List.of("", "/", "x/y", did + "/x", did + "/" + "A".repeat(26))) {
      assertTrue(UploadObject.find(name).isEmpty(), name);
    }
    assertEquals(Instant.EPOCH, open(1).leasedUntil());
  }
}
