package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.events.EventHandler.Handled;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobFailure;
import app.tiktoktoe.media.JobState;
import app.tiktoktoe.media.blocklist.BlockedVideo;
import app.tiktoktoe.media.blocklist.PerceptualHash;
import app.tiktoktoe.media.blocklist.VideoPrint;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.storage.BlobId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Between making a video and publishing it. */
@ExtendWith(FirestoreEmulatorExtension.class)
class ScanningTest {
  private static final String CLIP =
      "-f lavfi -i mandelbrot=s=160x120:r=10:end_pts=60 -t 3 -pix_fmt yuv420p";

  @TempDir Path folder;
  @TempDir Path work;
  private final MutableClock clock = new MutableClock();
  private final Firestore firestore;
  private final Studio studio;

  ScanningTest(Firestore firestore) throws Exception {
    this.firestore = firestore;
    studio = new Studio(firestore, clock);
  }

  @AfterEach
  void close() throws Exception {
    for (var document : firestore.collection("videoBlocklist").listDocuments()) {
      document.delete().get();
    }
    studio.close();
  }

  private byte[] clip(String change) throws Exception {
    return Clips.make(folder, "clip.mp4", CLIP + " " + change);
  }

  private void block(BlockedVideo video) throws Exception {
    WriteBatch batch = firestore.batch();
    studio.blocklist.block(batch, video, "operator");
    batch.commit().get();
  }

  private VideoPrint print(Job job) {
    return studio.prints.find(job.did(), job.blob().orElseThrow().cid()).orElseThrow();
  }

  private Set<String> names(String bucket) {
    Set<String> names = new TreeSet<>();
    studio.storage.list(bucket).iterateAll().forEach(object -> names.add(object.getName()));
    return names;
  }

  @Test
  void aVideoIsKnownAgainByWhatIsKept() throws Exception {
    byte[] original = clip("");
    VideoPrint print = print(studio.process(work, original));
    assertEquals(Cid.ofRaw(original), print.original());
    assertEquals(2, print.looks().pictures().size());
    VideoPrint other = print(studio.process(work, clip("-crf 38 -vf scale=200:150")));
    assertTrue(print.looks().isShownBy(other.looks()));
    assertTrue(other.looks().isShownBy(print.looks()));
  }

  @Test
  void whatLooksLikeABlockedVideoEndsInQuarantine() throws Exception {
    VideoPrint print = print(studio.process(work, clip("")));
    block(new BlockedVideo(print.blob(), Optional.empty(), print.looks(), "harm"));
    Set<String> blobs = names(Studio.BLOBS);
    Set<String> served = names(Studio.MEDIA);
    byte[] again = clip("-crf 38 -vf scale=200:150");
    Job job = studio.process(work, again);
    assertEquals(JobState.FAILED, job.state());
    JobFailure failure = job.failure().orElseThrow();
    assertEquals(JobFailure.Code.VALIDATION_FAILURE, failure.code());
    assertEquals("The video cannot be accepted", failure.message());
    assertEquals(blobs, names(Studio.BLOBS));
    assertEquals(served, names(Studio.MEDIA));
    String kept = job.original().name() + "/";
    assertEquals(
        Set.of(kept + "original", kept + "video.mp4", kept + "thumbnail.jpg"),
        names(Studio.QUARANTINE));
    BlobId id = BlobId.of(Studio.QUARANTINE, kept + "original");
    assertEquals(Cid.ofRaw(again), Cid.ofRaw(studio.storage.readAllBytes(id)));
    DocumentSnapshot report =
        firestore.collection("moderationReports").document(job.id().value()).get().get();
    assertEquals("open", report.getString("state"));
    assertEquals(job.did().value(), report.getString("did"));
    assertEquals("harm " + print.blob(), report.getString("reason"));
    assertEquals(kept, report.getString("folder"));
    assertEquals(Cid.ofRaw(again).toString(), report.getString("original"));
  }

  @Test
  void theSameFileIsKnownWithoutItsLooks() throws Exception {
    byte[] original = clip("-vf hue=h=90");
    block(new BlockedVideo(Cid.ofRaw(original), Optional.empty(), PerceptualHash.NONE, "harm"));
    assertEquals(JobState.FAILED, studio.process(work, original).state());
    byte[] other = clip("-vf hue=h=80");
    assertEquals(JobState.COMPLETED, studio.process(work, other).state());
  }

  @Test
  void aChangeOfTheListCountsAfterAMinute() throws Exception {
    BlockedVideo video =
        new BlockedVideo(
            Cid.ofRaw(new byte[1]),
            Optional.of(Cid.ofRaw(new byte[2])),
            new PerceptualHash(List.of(5L)),
            "harm");
    BlocklistScanner scanner = new BlocklistScanner(studio.blocklist, clock);
    ScanRequest request = request(new PerceptualHash(List.of(5L)));
    assertEquals(new Verdict.Clear(), scanner.scan(request));
    block(video);
    assertEquals(new Verdict.Clear(), scanner.scan(request));
    clock.advance(Duration.ofMinutes(1));
    assertInstanceOf(Verdict.Blocked.class, scanner.scan(request));
    assertInstanceOf(
        Verdict.Blocked.class, new BlocklistScanner(studio.blocklist, clock).scan(request));
    assertEquals(new Verdict.Clear(), scanner.scan(request(new PerceptualHash(List.of(~5L)))));
    WriteBatch batch = firestore.batch();
    studio.blocklist.unblock(batch, video.id(), "operator");
    batch.commit().get();
    clock.advance(Duration.ofMinutes(1));
    assertEquals(new Verdict.Clear(), scanner.scan(request));
  }

  private ScanRequest request(PerceptualHash looks) {
    Job job = studio.upload(new byte[1]);
    VideoPrint print = new VideoPrint(Cid.ofRaw(new byte[3]), Cid.ofRaw(new byte[4]), looks);
    return new ScanRequest(job.did(), job.id(), print, work, work, Duration.ofSeconds(1));
  }

  @Test
  void whileTheScannerIsAwayNothingIsPublished() throws Exception {
    List<Verdict> verdicts =
        new ArrayList<>(
            List.of(new Verdict.Unavailable(Duration.ofMinutes(5)), new Verdict.Clear()));
    List<JobState> states = new ArrayList<>();
    Job job = studio.upload(clip(""));
    UploadFinished handler =
        studio.handler(
            work,
            Clips.ffmpeg(),
            request -> {
              states.add(studio.stored(job).state());
              assertTrue(Files.exists(request.video()) && Files.exists(request.poster()));
              assertEquals(3, request.duration().toSeconds());
              return verdicts.removeFirst();
            });
    assertInstanceOf(Handled.Done.class, handler.handle(Studio.notification(job)));
    assertEquals(Set.of(), names(Studio.MEDIA));
    assertEquals(Set.of(), names(Studio.BLOBS));
    assertInstanceOf(Handled.Retry.class, handler.handle(Studio.notification(job)));
    clock.advance(Duration.ofMinutes(5));
    assertEquals(job.id(), studio.jobs.due(1).getFirst().id());
    assertInstanceOf(Handled.Done.class, handler.handle(Studio.notification(job)));
    assertEquals(JobState.COMPLETED, studio.stored(job).state());
    assertEquals(List.of(JobState.SCANNING, JobState.SCANNING), states);
  }

  @Test
  void theFirstObjectionCounts() throws Exception {
    Verdict blocked = new Verdict.Blocked("one");
    VideoScanner clear = request -> new Verdict.Clear();
    VideoScanner never =
        request -> {
          throw new AssertionError("asked");
        };
    ScanRequest request = request(PerceptualHash.NONE);
    assertEquals(blocked, VideoScanner.inOrder(List.of(clear, r -> blocked, never)).scan(request));
    assertEquals(new Verdict.Clear(), VideoScanner.inOrder(List.of(clear, clear)).scan(request));
  }
}
