package app.tiktoktoe.functions.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobFailure;
import app.tiktoktoe.media.JobLease;
import app.tiktoktoe.media.JobState;
import app.tiktoktoe.media.VideoBlob;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/** The work on one job, from the original to the blob. Thread-safe. */
final class Processing {
  private static final String MIME_TYPE = "video/mp4";
  private static final long MAX_BLOB_BYTES = 300_000_000;

  private final Originals originals;
  private final VideoBlobs videos;
  private final ServedVideos served;
  private final Probe probe;
  private final Transcoder transcoder;
  private final TemporaryBlobs blobs;

  Processing(
      Originals originals,
      VideoBlobs videos,
      ServedVideos served,
      Probe probe,
      Transcoder transcoder,
      TemporaryBlobs blobs) {
    this.originals = originals;
    this.videos = videos;
    this.served = served;
    this.probe = probe;
    this.transcoder = transcoder;
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
   */
  VideoBlob process(JobLease lease, Path folder) throws IOException, RefusedVideoException {
    Job job = lease.job();
    Path original = folder.resolve("original");
    if (!originals.download(job.original(), original)) {
      throw new RefusedVideoException(JobFailure.generic("The upload is gone"));
    }
    SourceVideo source = probe.inspect(original, folder);
    Transcoder.Output output =
        transcoder.transcode(
            original,
            source,
            Files.createDirectory(folder.resolve("work")),
            percent -> lease.report(JobState.ENCODING, percent));
    lease.report(JobState.ENCODED, 0);
    return publish(job.did(), output, lease);
  }

  private VideoBlob publish(Did did, Transcoder.Output output, JobLease lease)
      throws IOException, RefusedVideoException {
    VideoBlob blob = new VideoBlob(cidOf(output.video()), MIME_TYPE, Files.size(output.video()));
    if (blob.sizeBytes() > MAX_BLOB_BYTES) {
      throw new RefusedVideoException(
          new JobFailure(
              JobFailure.Code.PDS_UPLOAD_UNSUPPORTED_BLOB_SIZE, "The video is too large"));
    }
    lease.report(JobState.UPLOADING, 0);
    videos.store(did, blob.cid(), MIME_TYPE, output.video());
    served.serve(
        did, blob.cid(), output.folder(), percent -> lease.report(JobState.UPLOADING, percent));
    blobs.add(did, blob.cid(), MIME_TYPE, blob.sizeBytes());
    lease.report(JobState.UPLOADED, 0);
    return blob;
  }

  private static Cid cidOf(Path file) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      Files.copy(file, out);
    }
    return Cid.ofRawDigest(digest.digest());
  }
}
