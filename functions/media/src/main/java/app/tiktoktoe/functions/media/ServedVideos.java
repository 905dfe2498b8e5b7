package app.tiktoktoe.functions.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.media.ServedVideo;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The bucket that videos play from. Thread-safe. */
final class ServedVideos {
  /** What is served never changes: its address names its bytes. */
  static final String FOREVER = "public, max-age=31536000, immutable";

  private static final int BUFFER_BYTES = 1024 * 1024;
  private static final long ONE_REQUEST_BYTES = 4 * 1024 * 1024;

  private final Supplier<Storage> storage;
  private final String bucket;

  ServedVideos(Supplier<Storage> storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /**
   * What serves all files of {@code folder} at {@code vid/{did}/{cid}/} but the master playlist.
   * They may be sent in any order and at the same time.
   */
  List<ParallelUploads.Upload> uploads(Did did, Cid cid, Path folder) throws IOException {
    String at = new ServedVideo(did, cid).folder();
    return files(folder).stream()
        .filter(file -> !file.equals(folder.resolve(MasterPlaylist.NAME)))
        .map(file -> (ParallelUploads.Upload) () -> send(at + folder.relativize(file), file))
        .toList();
  }

  /** Serves the master playlist, after all others: where it can be read, everything can. */
  void open(Did did, Cid cid, Path folder) throws IOException {
    send(
        new ServedVideo(did, cid).folder() + MasterPlaylist.NAME,
        folder.resolve(MasterPlaylist.NAME));
  }

  /** What is small needs one request in place of two. */
  private void send(String name, Path file) throws IOException {
    BlobInfo info =
        BlobInfo.newBuilder(bucket, name)
            .setContentType(contentType(name))
            .setCacheControl(FOREVER)
            .build();
    if (Files.size(file) <= ONE_REQUEST_BYTES) {
      storage.get().create(info, Files.readAllBytes(file), BlobTargetOption.disableGzipContent());
    } else {
      storage.get().createFrom(info, file, BUFFER_BYTES);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "m3u8" -> "application/vnd.apple.mpegurl";
      case "m4s" -> "video/iso.segment";
      case "mp4" -> "video/mp4";
      case "jpg" -> "image/jpeg";
      case "webp" -> "image/webp";
      case "vtt" -> "text/vtt";
      default -> throw new IllegalStateException("no media type for " + name);
    };
  }
}
