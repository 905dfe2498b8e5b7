package app.tiktoktoe.emulators.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The generations that buckets with a soft delete policy still keep, a file each beside the
 * bucket's names; the bytes stay where they are. What has expired is removed when it is next looked
 * for. Thread-safe.
 *
 * @see <a href="https://docs.cloud.google.com/storage/docs/soft-delete">Soft delete</a>
 */
final class SoftDeletes {
  private final DataDirectory data;
  private final BucketStore buckets;
  private final InstantSource clock;

  SoftDeletes(DataDirectory data, BucketStore buckets, InstantSource clock) {
    this.data = data;
    this.buckets = buckets;
    this.clock = clock;
  }

  /**
   * Keeps a generation as long as its bucket says; its bytes go at once when that is not at all.
   */
  void retire(StoredObject object) throws IOException {
    Duration retention = buckets.softDelete(object.key().bucket());
    if (retention.isZero()) {
      Files.deleteIfExists(data.content(object.generation()));
      return;
    }
    Instant now = clock.instant();
    Files.createDirectories(buckets.softDeleted(object.key().bucket()));
    SoftDeleted kept = new SoftDeleted(object, now, now.plus(retention));
    data.replace(file(object), Json.bytes(kept.toJson()));
  }

  /** Every generation that can be restored, by name, the latest deleted of a name first. */
  List<SoftDeleted> list(BucketName bucket) throws IOException {
    List<SoftDeleted> found = new ArrayList<>();
    for (Path file : files(buckets.softDeleted(bucket))) {
      SoftDeleted kept = read(file);
      if (kept != null) {
        found.add(kept);
      }
    }
    found.sort(SoftDeletes::compare);
    return found;
  }

  private static int compare(SoftDeleted a, SoftDeleted b) {
    int names = NameTree.compareUtf8(a.object().key().name(), b.object().key().name());
    return names != 0 ? names : Long.compare(b.object().generation(), a.object().generation());
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private @Nullable SoftDeleted read(Path file) throws IOException {
    try {
      SoftDeleted kept = SoftDeleted.fromJson(Json.read(file));
      if (kept.hardDelete().isAfter(clock.instant())) {
        return kept;
      }
      Files.deleteIfExists(data.content(kept.object().generation()));
      Files.deleteIfExists(file);
    } catch (NoSuchFileException e) {
      // It expired in another request.
      return null;
    }
    return null;
  }

  /** The generation {@code generation} of an object, refused when it is not kept. */
  SoftDeleted get(ObjectKey key, long generation) throws IOException {
    return list(key.bucket()).stream()
        .filter(kept -> kept.object().key().equals(key))
        .filter(kept -> kept.object().generation() == generation)
        .findFirst()
        .orElseThrow(() -> RefusedException.noSuchObject(key));
  }

  private Path file(StoredObject object) {
    return buckets.softDeleted(object.key().bucket()).resolve(object.generation() + ".json");
  }
}
