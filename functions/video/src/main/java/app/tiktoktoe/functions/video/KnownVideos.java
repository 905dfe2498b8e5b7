package app.tiktoktoe.functions.video;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.media.VideoBlob;
import app.tiktoktoe.media.blocklist.VideoPrints;
import app.tiktoktoe.repository.BlobRenewal;
import java.util.Optional;

/** Knows the files that an account has uploaded before. Thread-safe. */
final class KnownVideos {
  private final VideoPrints prints;
  private final BlobRenewal blobs;

  KnownVideos(VideoPrints prints, BlobRenewal blobs) {
    this.prints = prints;
    this.blobs = blobs;
  }

  /**
   * What was made of a file before, if the account still has it and it is not taken down; a post
   * has the usual time to refer to it. One document read; two, and one written, when it is known.
   *
   * @param original the CID of the file
   */
  Optional<VideoBlob> find(Did did, Cid original) {
    return prints
        .blobOf(did, original)
        .flatMap(
            cid ->
                blobs
                    .renew(did, cid)
                    .map(blob -> new VideoBlob(cid, blob.mimeType(), blob.sizeBytes())));
  }
}
