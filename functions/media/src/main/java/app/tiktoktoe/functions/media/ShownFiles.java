package app.tiktoktoe.functions.media;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Puts files where one service outside can read them, and nobody else: into the quarantine, at
 * addresses that are good for {@link #VALID}. Thread-safe.
 *
 * @param signs whether the credentials of this function can sign addresses; otherwise they are
 *     those of an emulator, which asks nobody who they are
 */
record ShownFiles(Supplier<Storage> storage, String bucket, boolean signs) {
  /** Longer than a scanner is waited for, so that it may read the file while it is asked. */
  static final Duration VALID = Duration.ofMinutes(5);

  private static final int BUFFER_BYTES = 1024 * 1024;

  /** A file that is shown until this is closed. */
  record Shown(String name, URI address, long sizeBytes, Consumer<String> hiding)
      implements AutoCloseable {
    @Override
    public void close() {
      hiding.accept(name);
    }
  }

  /** Shows a file under a name; again, it is the same object. */
  Shown show(String name, String mimeType, Path file) throws IOException {
    BlobInfo info = BlobInfo.newBuilder(bucket, name).setContentType(mimeType).build();
    Blob object = storage.get().createFrom(info, file, BUFFER_BYTES);
    return new Shown(name, address(object), object.getSize(), this::hide);
  }

  private URI address(Blob object) {
    return URI.create(
        signs
            ? object
                .signUrl(
                    VALID.toSeconds(), TimeUnit.SECONDS, Storage.SignUrlOption.withV4Signature())
                .toString()
            : object.getMediaLink());
  }

  private void hide(String name) {
    storage.get().delete(BlobId.of(bucket, name));
  }
}
