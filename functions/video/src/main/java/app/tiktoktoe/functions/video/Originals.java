package app.tiktoktoe.functions.video;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.media.UploadObject;
import app.tiktoktoe.media.VideoBlob;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobWriteOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The bucket of uploads. Thread-safe. An upload holds about a megabyte in memory. */
final class Originals {
  private static final int CHUNK_BYTES = 1024 * 1024;
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Supplier<Storage> storage;
  private final String bucket;

  Originals(Supplier<Storage> storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /** How an upload ended. */
  sealed interface Stored {
    /** The object is there. */
    record Whole() implements Stored {}

    /** Nothing came. */
    record Empty() implements Stored {}

    /** More came than may. */
    record TooLarge() implements Stored {}

    /** All came, and is known: there is no object. */
    record Known(VideoBlob blob) implements Stored {}
  }

  /**
   * Streams {@code in} into an object that appears only when all of it, and no more than {@code
   * limitBytes}, has come, and unless {@code known} has something in its place.
   *
   * @param known asked with the CID of what has come
   * @throws IOException when either side breaks off
   */
  Stored store(
      UploadObject original,
      String mimeType,
      InputStream in,
      long limitBytes,
      Function<Cid, Optional<VideoBlob>> known)
      throws IOException {
    BlobInfo info = BlobInfo.newBuilder(bucket, original.name()).setContentType(mimeType).build();
    byte[] buffer = new byte[BUFFER_BYTES];
    int count = in.readNBytes(buffer, 0, buffer.length);
    if (count == 0) {
      return new Stored.Empty();
    }
    // Closing the channel is what makes the object: on any other way out it must stay open.
    WriteChannel channel = storage.get().writer(info, BlobWriteOption.doesNotExist());
    channel.setChunkSize(CHUNK_BYTES);
    MessageDigest digest = Sha256.newDigest();
    long total = 0;
    while (count > 0) {
      total += count;
      if (total > limitBytes) {
        return new Stored.TooLarge();
      }
      digest.update(buffer, 0, count);
      write(channel, ByteBuffer.wrap(buffer, 0, count));
      count = in.readNBytes(buffer, 0, buffer.length);
    }
    Optional<VideoBlob> before = known.apply(Cid.ofRawDigest(digest.digest()));
    if (before.isPresent()) {
      return new Stored.Known(before.get());
    }
    channel.close();
    return new Stored.Whole();
  }

  private static void write(WriteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
