package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.UploadObject;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobWriteOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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
  enum Stored {
    WHOLE,
    EMPTY,
    TOO_LARGE
  }

  /**
   * Streams {@code in} into an object that appears only when all of it, and no more than {@code
   * limitBytes}, has come.
   *
   * @throws IOException when either side breaks off
   */
  Stored store(UploadObject original, String mimeType, InputStream in, long limitBytes)
      throws IOException {
    BlobInfo info = BlobInfo.newBuilder(bucket, original.name()).setContentType(mimeType).build();
    byte[] buffer = new byte[BUFFER_BYTES];
    int count = in.readNBytes(buffer, 0, buffer.length);
    if (count == 0) {
      return Stored.EMPTY;
    }
    // Closing the channel is what makes the object: on any other way out it must stay open.
    WriteChannel channel = storage.get().writer(info, BlobWriteOption.doesNotExist());
    channel.setChunkSize(CHUNK_BYTES);
    long total = 0;
    while (count > 0) {
      total += count;
      if (total > limitBytes) {
        return Stored.TOO_LARGE;
      }
      write(channel, ByteBuffer.wrap(buffer, 0, count));
      count = in.readNBytes(buffer, 0, buffer.length);
    }
    channel.close();
    return Stored.WHOLE;
  }

  private static void write(WriteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
