package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.events.EventHandler.Handled;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobState;
import app.tiktoktoe.media.UploadPlan;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.Firestore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An instance's memory is enough for what it is sent, whatever that is and however much. */
@ExtendWith(FirestoreEmulatorExtension.class)
class MemoryTest {
  private static final long MIB = 1024 * 1024;
  private static final long DIRECT_MIB = 128;

  /** Classes, code, threads and the collector's own. */
  private static final long JVM_BESIDES_MIB = 256;

  private final Firestore firestore;
  @TempDir Path folder;
  @TempDir Path work;

  MemoryTest(Firestore firestore) {
    this.firestore = firestore;
  }

  private static FunctionEntry entry() throws Exception {
    return Catalogue.read(Path.of("../catalogue.yaml").toAbsolutePath().normalize())
        .function("media");
  }

  private static long besideFfmpegMib() throws Exception {
    return entry().heapMb().orElseThrow() + DIRECT_MIB + JVM_BESIDES_MIB;
  }

  @Test
  void allLimitsTogetherAreLessThanThereIs() throws Exception {
    long files = (UploadPlan.MAX_BYTES + Child.FOLDER_BYTES) / MIB;
    long all = Sandbox.MEMORY_BYTES / MIB + files + besideFfmpegMib();
    assertTrue(all <= entry().memoryMb(), all + " MiB");
    assertTrue(files <= entry().memoryMb() / 2, "the size of /tmp");
  }

  /** Who waited too long for a turn comes again, as a queue would have it. */
  private static Handled delivered(UploadFinished handler, Job job) {
    Handled handled = handler.handle(Studio.notification(job));
    while (handled instanceof Handled.Retry) {
      handled = handler.handle(Studio.notification(job));
    }
    return handled;
  }

  /** Sixteen reference pictures of the largest size: ten at once would not fit. */
  @Test
  void tenLargeOnesAtOnce() throws Exception {
    byte[] clip =
        Clips.make(
            folder,
            "large.mp4",
            "-f lavfi -i testsrc2=s=4096x4096:r=30:d=0.1 -c:v libx264 -preset ultrafast "
                + "-refs 16 -bf 2 -pix_fmt yuv420p");
    Studio studio = new Studio(firestore, InstantSource.system());
    UploadFinished handler = studio.handler(work);
    List<Job> jobs = new ArrayList<>();
    List<Callable<Handled>> deliveries = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Job job = studio.upload(clip);
      jobs.add(job);
      deliveries.add(() -> delivered(handler, job));
    }
    try (MemoryWatch watch = new MemoryWatch(work.toString(), work);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Handled> handled : threads.invokeAll(deliveries)) {
        assertInstanceOf(Handled.Done.class, handled.get());
      }
      long all = watch.togetherMib() + watch.filesMib() + besideFfmpegMib();
      long one = watch.peakMib("VmHWM");
      assertTrue(one > 200, "watched: " + one);
      assertTrue(watch.togetherMib() < one * 3 / 2, "one after the other");
      assertTrue(one < Sandbox.MEMORY_BYTES / MIB, one + " MiB");
      assertTrue(all < entry().memoryMb(), all + " MiB");
    }
    for (Job job : jobs) {
      assertEquals(JobState.COMPLETED, studio.stored(job).state(), studio::log);
    }
    studio.close();
  }
}
