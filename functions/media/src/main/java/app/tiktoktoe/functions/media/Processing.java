package app.tiktoktoe.functions.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobFailure;
import app.tiktoktoe.media.JobLease;
import app.tiktoktoe.media.JobState;
import app.tiktoktoe.media.VideoBlob;
import app.tiktoktoe.media.blocklist.VideoPrint;
import app.tiktoktoe.media.blocklist.VideoPrints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The work on one job, from the original to the blob. Thread-safe. */
final class Processing {
  private static final String MIME_TYPE = "video/mp4";
  private static final long MAX_BLOB_BYTES = 100_000_000;

  private final Originals originals;
  private final VideoBlobs videos;
  private final ServedVideos served;
  private final Probe probe;
  private final Transcoder transcoder;
  private final Scanning scanning;
  private final VideoPrints prints;
  private final TemporaryBlobs blobs;

  Processing(
      Originals originals,
      VideoBlobs videos,
      ServedVideos served,
      Probe probe,
      Transcoder transcoder,
      Scanning scanning,
      VideoPrints prints,
      TemporaryBlobs blobs) {
    this.originals = originals;
    this.videos = videos;
    this.served = served;
    this.probe = probe;
    this.transcoder = transcoder;
    this.scanning = scanning;
    this.prints = prints;
    this.blobs = blobs;
  }

  /** Where a stored blob is entered as one of the account's. */
  @FunctionalInterface
  interface TemporaryBlobs {
    void add(Did did, Cid cid, String mimeType, long sizeBytes);
  }

  /**
   * Does all of it; running it again leaves the same objects.
   *
   * @param folder an empty one
   * @throws RefusedVideoException when the original will never be a video
   * @throws ScannerAwayException when nobody can say whether it may be one
   */
  VideoBlob process(JobLease lease, Path folder)
      throws IOException, RefusedVideoException, ScannerAwayException {
    Job job = lease.job();
    Path original = folder.resolve("original");
    originals.download(job, original);
    SourceVideo source = probe.inspect(original, folder);
    Transcoder.Output output =
        transcoder.transcode(
            original,
            source,
            Files.createDirectory(folder.resolve("work")),
            percent -> lease.report(JobState.ENCODING, percent));
    lease.report(JobState.ENCODED, 0);
    VideoBlob blob = blob(output);
    Scanning.Files files =
        new Scanning.Files(original, output.video(), output.poster(), output.looks());
    VideoPrint print = scanning.scan(lease, files, blob.cid(), source.duration());
    publish(job.did(), output, blob, lease);
    prints.put(job.did(), print);
    blobs.add(job.did(), blob.cid(), MIME_TYPE, blob.sizeBytes());
    lease.report(JobState.UPLOADED, 0);
    return blob;
  }

  private static VideoBlob blob(Transcoder.Output output)
      throws IOException, RefusedVideoException {
    long sizeBytes = Files.size(output.video());
    if (sizeBytes > MAX_BLOB_BYTES) {
      throw new RefusedVideoException(
          new JobFailure(
              JobFailure.Code.PDS_UPLOAD_UNSUPPORTED_BLOB_SIZE, "The video is too large"));
    }
    return new VideoBlob(FileCid.of(output.video()), MIME_TYPE, sizeBytes);
  }

  private void publish(Did did, Transcoder.Output output, VideoBlob blob, JobLease lease)
      throws IOException {
    lease.report(JobState.UPLOADING, 0);
    List<ParallelUploads.Upload> uploads = new ArrayList<>();
    uploads.add(() -> videos.store(did, blob.cid(), MIME_TYPE, output.video()));
    uploads.addAll(served.uploads(did, blob.cid(), output.folder()));
    ParallelUploads.run(uploads, percent -> lease.report(JobState.UPLOADING, percent));
    served.open(did, blob.cid(), output.folder());
  }
}
