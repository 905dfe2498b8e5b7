package app.tiktoktoe.functions.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.media.ServedVideo;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The bucket that videos play from. Thread-safe. */
final class ServedVideos {
  /** What is served never changes: its address names its bytes. */
  static final String FOREVER = "public, max-age=31536000, immutable";

  private static final int BUFFER_BYTES = 1024 * 1024;

  private final Supplier<Storage> storage;
  private final String bucket;

  ServedVideos(Supplier<Storage> storage, String bucket) {
    this.storage = storage;
    this.bucket = bucket;
  }

  /**
   * Serves all files of {@code folder} at {@code vid/{did}/{cid}/}. The master playlist comes last:
   * where it can be read, everything can.
   *
   * @param percent takes the progress, 0 to 100
   */
  void serve(Did did, Cid cid, Path folder, IntConsumer percent) throws IOException {
    List<Path> files = files(folder);
    Collections.swap(files, files.indexOf(folder.resolve(MasterPlaylist.NAME)), files.size() - 1);
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      String name = new ServedVideo(did, cid).folder() + folder.relativize(file);
      BlobInfo info =
          BlobInfo.newBuilder(bucket, name)
              .setContentType(contentType(name))
              .setCacheControl(FOREVER)
              .build();
      storage.get().createFrom(info, file, BUFFER_BYTES);
      percent.accept(100 * (i + 1) / files.size());
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
    }
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "m3u8" -> "application/vnd.apple.mpegurl";
      case "m4s" -> "video/iso.segment";
      case "mp4" -> "video/mp4";
      case "jpg" -> "image/jpeg";
      default -> throw new IllegalStateException("no media type for " + name);
    };
  }
}
