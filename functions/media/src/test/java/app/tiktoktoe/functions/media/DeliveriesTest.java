package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler.Handled;
import app.tiktoktoe.media.Claim;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobFailure;
import app.tiktoktoe.media.JobState;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.storage.BlobId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One upload, however often and to however many workers it is announced. */
@ExtendWith(FirestoreEmulatorExtension.class)
class DeliveriesTest {
  @TempDir Path folder;
  @TempDir Path work;
  private final MutableClock clock = new MutableClock();
  private final Studio studio;

  DeliveriesTest(Firestore firestore) throws Exception {
    studio = new Studio(firestore, clock);
  }

  @AfterEach
  void close() throws Exception {
    studio.close();
  }

  private byte[] clip() throws Exception {
    return Clips.make(
        folder, "clip.mp4", "-f lavfi -i testsrc2=s=160x120:r=10:d=1 -pix_fmt yuv420p");
  }

  /** An ffmpeg that counts its runs, and then runs {@code line}. */
  private Path script(String line) throws Exception {
    Path script = folder.resolve("ffmpeg.sh");
    List<String> lines =
        List.of(
            "#!/bin/sh",
            "case \"$1\" in -version) echo 'ffmpeg version test'; exit 0;; esac",
            "echo $4 >> " + folder.resolve("runs"),
            line);
    Files.write(script, lines);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  /** The first argument of each that is not the same for all. */
  private List<String> runs() throws Exception {
    return Files.readAllLines(folder.resolve("runs"));
  }

  private List<Path> left() throws Exception {
    try (Stream<Path> paths = Files.list(work)) {
      return paths.toList();
    }
  }

  @Test
  void manyDeliveriesTranscodeOnce() throws Exception {
    Job job = studio.upload(clip());
    UploadFinished handler = studio.handler(work, script("exec " + Clips.FFMPEG + " \"$@\""));
    List<Callable<Handled>> deliveries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      deliveries.add(() -> handler.handle(Studio.notification(job)));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int done = 0;
      for (Future<Handled> handled : threads.invokeAll(deliveries)) {
        done += handled.get() instanceof Handled.Done ? 1 : 0;
      }
      assertTrue(done >= 1);
    }
    assertEquals(JobState.COMPLETED, studio.stored(job).state(), studio::log);
    Job ended = studio.stored(job);
    assertInstanceOf(Handled.Done.class, handler.handle(Studio.notification(job)));
    assertEquals(ended, studio.stored(job));
    assertEquals(1, ended.attempts());
    assertEquals(List.of("-xerror", "-filters", "-encoders", "-muxers", "-loglevel"), runs());
  }

  @Test
  void tenVideosAreDecodedOneAfterTheOther() throws Exception {
    Path busy = work.resolve("busy");
    Path together = work.resolve("together");
    UploadFinished handler =
        studio.handler(
            work,
            script(
                "mkdir %s || touch %s; %s \"$@\"; status=$?; rmdir %s; exit $status"
                    .formatted(busy, together, Clips.FFMPEG, busy)));
    List<Job> jobs = new ArrayList<>();
    List<Callable<Handled>> deliveries = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Job job = studio.upload(clip());
      jobs.add(job);
      deliveries.add(() -> handler.handle(Studio.notification(job)));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Handled> handled : threads.invokeAll(deliveries)) {
        assertInstanceOf(Handled.Done.class, handled.get());
      }
    }
    for (Job job : jobs) {
      assertEquals(JobState.COMPLETED, studio.stored(job).state(), studio::log);
    }
    assertFalse(Files.exists(together));
  }

  @Test
  void aVanishedWorkerIsReplaced() throws Exception {
    Job job = studio.upload(clip());
    assertInstanceOf(Claim.Granted.class, studio.jobs.claim(job.id()));
    UploadFinished handler = studio.handler(work);
    assertInstanceOf(Handled.Retry.class, handler.handle(Studio.notification(job)));
    clock.advance(Duration.ofMinutes(1));
    assertInstanceOf(Handled.Done.class, handler.handle(Studio.notification(job)));
    assertEquals(JobState.COMPLETED, studio.stored(job).state());
    assertEquals(2, studio.stored(job).attempts());
  }

  @Test
  void aDeliveryDoesNotWaitUntilItIsADeadLetter() throws Exception {
    Job job = studio.upload(clip());
    assertInstanceOf(Claim.Granted.class, studio.jobs.claim(job.id()));
    UploadFinished handler = studio.handler(work);
    Delivery first = Studio.notification(job);
    assertInstanceOf(Handled.Retry.class, handler.handle(first));
    Delivery fourth =
        new Delivery(first.messageId(), first.data(), first.attributes(), first.orderingKey(), 4);
    assertInstanceOf(Handled.Done.class, handler.handle(fourth));
    clock.advance(Duration.ofMinutes(1));
    assertEquals(job.id(), studio.jobs.due(1).getFirst().id());
  }

  @Test
  void aWorkerThatLostItsLeaseChangesNothing() throws Exception {
    Job job = studio.upload(clip());
    Path script = script("while [ ! -e " + folder + "/go ]; do sleep 0.05; done; exit 1");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Handled> slow =
          threads.submit(() -> studio.handler(work, script).handle(Studio.notification(job)));
      while (!Files.exists(folder.resolve("runs"))) {
        Thread.sleep(20);
      }
      clock.advance(Duration.ofMinutes(1));
      studio.handler(work).handle(Studio.notification(job));
      Job ended = studio.stored(job);
      assertEquals(JobState.COMPLETED, ended.state());
      Files.createFile(folder.resolve("go"));
      assertInstanceOf(Handled.Retry.class, slow.get());
      assertEquals(ended, studio.stored(job));
    }
    assertEquals(List.of(), left());
  }

  @Test
  void anOutageIsTriedAgainAndThenGivenUp() throws Exception {
    Job job = studio.upload(clip());
    UploadFinished handler = studio.handler(work, folder.resolve("absent"));
    for (int i = 0; i < Job.MAX_ATTEMPTS; i++) {
      assertThrows(IllegalStateException.class, () -> handler.handle(Studio.notification(job)));
    }
    assertInstanceOf(Handled.Done.class, handler.handle(Studio.notification(job)));
    assertEquals(
        JobFailure.Code.GENERIC_FAILURE, studio.stored(job).failure().orElseThrow().code());
    assertEquals(List.of(), left());
  }

  @Test
  void anOriginalThatIsGoneFails() throws Exception {
    Job job = studio.upload(clip());
    studio.storage.delete(BlobId.of(Studio.UPLOADS, job.original().name()));
    studio.handler(work).handle(Studio.notification(job));
    assertEquals(JobState.FAILED, studio.stored(job).state());
  }

  @Test
  void otherNotificationsAreNotForUs() throws Exception {
    Job job = studio.upload(clip());
    UploadFinished handler = studio.handler(work);
    String name = job.original().name();
    assertInstanceOf(
        Handled.Done.class,
        handler.handle(Studio.notification("OBJECT_DELETE", Studio.UPLOADS, name)));
    assertInstanceOf(
        Handled.Dropped.class,
        handler.handle(Studio.notification("OBJECT_FINALIZE", Studio.MEDIA, name)));
    assertInstanceOf(
        Handled.Dropped.class,
        handler.handle(Studio.notification("OBJECT_FINALIZE", Studio.UPLOADS, "x/../y")));
    assertEquals(0, studio.stored(job).attempts());
  }

  @Test
  void foldersOfKilledWorkersAreDeleted() throws Exception {
    Path abandoned = Files.createDirectory(work.resolve("tiktoktoe-media-1"));
    Files.writeString(abandoned.resolve("original"), "x");
    Files.setLastModifiedTime(abandoned, FileTime.from(clock.instant().minusSeconds(3601)));
    Path other = Files.createDirectory(work.resolve("other"));
    Files.setLastModifiedTime(other, FileTime.from(clock.instant().minusSeconds(3601)));
    new WorkFolders(work, clock).open().close();
    assertEquals(List.of(other), left());
  }
}
