package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.JobId;
import app.tiktoktoe.media.Upload;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The parts of uploads, {@code parts/{jobId}/{number}} in the bucket of uploads, where no
 * notification tells of them. What lies there is what has come: a part appears when it is whole.
 * Thread-safe. A part on its way holds about a megabyte in memory.
 */
final class Parts {
  private static final int CHUNK_BYTES = 1024 * 1024;
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int HEAD_BYTES = 64;
  private static final String TYPE = "application/octet-stream";

  private final Supplier<Storage> storage;
  private final String bucket;

  Parts(Supplier<Storage> storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /**
   * Streams a part in; it takes the place of one that was there.
   *
   * @throws EOFException when {@code in} ends early; nothing is stored then
   */
  void store(JobId id, int number, InputStream in, long sizeBytes) throws IOException {
    BlobInfo info = BlobInfo.newBuilder(bucket, name(id, number)).setContentType(TYPE).build();
    // Closing the channel is what makes the object: on any other way out it must stay open.
    WriteChannel channel = storage.get().writer(info);
    channel.setChunkSize(CHUNK_BYTES);
    byte[] buffer = new byte[BUFFER_BYTES];
    long left = sizeBytes;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new EOFException("the part broke off with " + left + " bytes to come");
      }
      left -= count;
      write(channel, ByteBuffer.wrap(buffer, 0, count));
    }
    channel.close();
  }

  private static void write(WriteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Those that have come, by number, each in the version that is there now. */
  SortedMap<Integer, BlobId> list(Upload upload) {
    SortedMap<Integer, BlobId> found = new TreeMap<>();
    String folder = folder(upload.id());
    for (Blob blob : storage.get().list(bucket, BlobListOption.prefix(folder)).iterateAll()) {
      int number = Integer.parseInt(blob.getName().substring(folder.length()));
      if (blob.getSize() == upload.plan().sizeOf(number)) {
        found.put(number, blob.getBlobId());
      }
    }
    return found;
  }

  /** The first bytes of a part. */
  byte[] head(BlobId part) throws IOException {
    try (var channel = storage.get().reader(part)) {
      channel.setChunkSize(HEAD_BYTES);
      channel.limit(HEAD_BYTES);
      ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
      while (head.hasRemaining() && channel.read(head) >= 0) {
        // Reads until there is no more.
      }
      byte[] bytes = new byte[head.flip().remaining()];
      head.get(bytes);
      return bytes;
    }
  }

  /**
   * Makes the original of all parts, unless there is one: of several calls one makes it. False when
   * a part has changed since it was listed.
   */
  boolean compose(Upload upload, Iterable<BlobId> parts) {
    BlobInfo original =
        BlobInfo.newBuilder(bucket, upload.original().name())
            .setContentType(upload.plan().mimeType())
            .build();
    ComposeRequest.Builder request =
        ComposeRequest.newBuilder()
            .setTarget(original)
            .setTargetOptions(BlobTargetOption.doesNotExist());
    parts.forEach(part -> request.addSource(part.getName(), part.getGeneration()));
    try {
      storage.get().compose(request.build());
      return true;
    } catch (StorageException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_PRECON_FAILED -> true;
        case HttpURLConnection.HTTP_NOT_FOUND -> false;
        default -> throw e;
      };
    }
  }

  /** Whether the original of an upload is there. */
  boolean hasOriginal(Upload upload) {
    return storage.get().get(BlobId.of(bucket, upload.original().name())) != null;
  }

  /** Removes parts; what comes later, or stays, the bucket's lifecycle removes. */
  void delete(Iterable<BlobId> parts) {
    if (parts.iterator().hasNext()) {
      storage.get().delete(parts);
    }
  }

  private static String folder(JobId id) {
    return "parts/" + id + "/";
  }

  private static String name(JobId id, int number) {
    return folder(id) + String.format(Locale.ROOT, "%05d", number);
  }
}
