package app.tiktoktoe.functions.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobFailure;
import app.tiktoktoe.media.JobLease;
import app.tiktoktoe.media.JobState;
import app.tiktoktoe.media.blocklist.ModerationReports;
import app.tiktoktoe.media.blocklist.PerceptualHash;
import app.tiktoktoe.media.blocklist.VideoPrint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * The step between making a video and publishing it: a scanner is asked. What it stops goes to
 * quarantine, and moderation is told in the write that fails the job. Thread-safe.
 */
final class Scanning {
  private static final JobFailure FAILURE = JobFailure.invalid("The video cannot be accepted");

  private final VideoScanner scanner;
  private final Quarantine quarantine;
  private final ModerationReports reports;
  private final InstantSource clock;

  Scanning(
      VideoScanner scanner, Quarantine quarantine, ModerationReports reports, InstantSource clock) {
    this.scanner = scanner;
    this.quarantine = quarantine;
    this.reports = reports;
    this.clock = clock;
  }

  /**
   * The files of a job.
   *
   * @param original the upload
   * @param video the MP4 that would be stored
   * @param poster a JPEG of it
   * @param looks what it is known again by
   */
  record Files(Path original, Path video, Path poster, PerceptualHash looks) {}

  /**
   * Asks the scanner, and returns what the video is known again by.
   *
   * @throws RefusedVideoException when the scanner stops it
   * @throws ScannerAwayException when the scanner cannot say
   */
  VideoPrint scan(JobLease lease, Files files, Cid blob, Duration duration)
      throws IOException, RefusedVideoException, ScannerAwayException {
    lease.report(JobState.SCANNING, 0);
    Job job = lease.job();
    VideoPrint print = new VideoPrint(FileCid.of(files.original()), blob, files.looks());
    ScanRequest request =
        new ScanRequest(job.did(), job.id(), print, files.video(), files.poster(), duration);
    switch (scanner.scan(request)) {
      case Verdict.Clear() -> lease.report(JobState.SCANNED, 0);
      case Verdict.Blocked(String reason) -> throw stopped(job, files, print, reason);
      case Verdict.Unavailable(Duration retryAfter) -> throw new ScannerAwayException(retryAfter);
    }
    return print;
  }

  private RefusedVideoException stopped(Job job, Files files, VideoPrint print, String reason)
      throws IOException {
    String folder =
        quarantine.store(
            job.original(),
            Map.of(
                "original",
                files.original(),
                "video.mp4",
                files.video(),
                "thumbnail.jpg",
                files.poster()));
    ModerationReports.StoppedUpload report =
        new ModerationReports.StoppedUpload(
            job.id().value(), job.did(), print, reason, folder, clock.instant());
    return new RefusedVideoException(FAILURE, batch -> reports.add(batch, report));
  }
}
