package app.tiktoktoe.functions.sync;

import app.tiktoktoe.repository.BlobLookup;
import app.tiktoktoe.repository.BlobObjects;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The bucket of blobs.
 *
 * @param signs whether the credentials of this function can sign addresses
 */
record BucketSource(BlobObjects objects, boolean signs) implements BlobSource {
  private static final Duration VALID = Duration.ofMinutes(15);

  @Override
  public InputStream open(BlobLookup.Found blob) {
    return objects.read(blob.did(), blob.cid());
  }

  @Override
  public InputStream open(BlobLookup.Found blob, ByteRange range) throws IOException {
    return objects.read(blob.did(), blob.cid(), range.first(), range.length());
  }

  @Override
  public Optional<URI> address(BlobLookup.Found blob) {
    return signs
        ? Optional.of(objects.signedAddress(blob.did(), blob.cid(), blob.mimeType(), VALID))
        : Optional.empty();
  }
}
