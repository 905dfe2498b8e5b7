package app.tiktoktoe.functions.media;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.blocklist.VideoPrint;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a scanner is shown.
 *
 * @param did whose video it is
 * @param print the CIDs of both files, and what the video looks like
 * @param video the MP4 that would be stored
 * @param poster a picture of it, as JPEG
 */
record ScanRequest(
    Did did, JobId job, VideoPrint print, Path video, Path poster, Duration duration) {}
