package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Objects on disk: a metadata file per name, which points to the bytes of its generation.
 *
 * <p>A change becomes visible by one rename. Changes of one object happen one after the other,
 * preconditions included. Thread-safe.
 */
final class ObjectStore {
  private static final int RACES = 1000;

  private final DataDirectory data;
  private final BucketStore buckets;
  private final Generations generations;
  private final Notifications notifications;
  private final SoftDeletes softDeletes;
  private final InstantSource clock;
  private final ReentrantLock[] locks =
      IntStream.range(0, 256).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

  ObjectStore(
      DataDirectory data,
      BucketStore buckets,
      Generations generations,
      Notifications notifications,
      SoftDeletes softDeletes,
      InstantSource clock) {
    this.data = data;
    this.buckets = buckets;
    this.generations = generations;
    this.notifications = notifications;
    this.softDeletes = softDeletes;
    this.clock = clock;
  }

  /** An object together with its bytes, which stay readable when the object is replaced. */
  record Opened(StoredObject object, FileChannel bytes) {}

  @Nullable StoredObject find(ObjectKey key) throws IOException {
    try {
      return read(buckets.names(key.bucket()).file(key.name()));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  static StoredObject read(Path file) throws IOException {
    return StoredObject.fromJson(Json.read(file));
  }

  /** The object at this generation, null for any. */
  StoredObject get(ObjectKey key, @Nullable Long generation) throws IOException {
    buckets.require(key.bucket());
    return present(key, find(key), generation);
  }

  private static StoredObject present(
      ObjectKey key, @Nullable StoredObject object, @Nullable Long generation) {
    if (object == null || (generation != null && generation != object.generation())) {
      throw RefusedException.noSuchObject(key);
    }
    return object;
  }

  Opened open(ObjectKey key, @Nullable Long generation) throws IOException {
    for (int race = 0; ; race++) {
      StoredObject object = get(key, generation);
      try {
        return new Opened(
            object, FileChannel.open(data.content(object.generation()), StandardOpenOption.READ));
      } catch (NoSuchFileException e) {
        // Replaced between the two reads: what replaced it is read next.
        if (race == RACES) {
          throw e;
        }
      }
    }
  }

  /** Refuses early what {@link #put} would refuse late. */
  void checkPut(ObjectKey key, Preconditions preconditions) throws IOException {
    buckets.require(key.bucket());
    preconditions.checkWrite(find(key));
  }

  /** Makes content the object's next generation; the file of the content is consumed. */
  StoredObject put(
      ObjectKey key,
      Content content,
      ObjectNode settings,
      int componentCount,
      Preconditions preconditions)
      throws IOException {
    try {
      return changing(
          key,
          () -> {
            StoredObject old = find(key);
            preconditions.checkWrite(old);
            Instant now = clock.instant();
            StoredObject created =
                new StoredObject(
                    key,
                    generations.next(),
                    1,
                    content.sizeBytes(),
                    content.crc32c(),
                    content.md5Hash(),
                    componentCount,
                    now,
                    now,
                    settings);
            publish(created, content.file());
            notifications.finalized(created, old);
            if (old != null) {
              notifications.deleted(old, created);
              softDeletes.retire(old);
            }
            return created;
          });
    } finally {
      Files.deleteIfExists(content.file());
    }
  }

  private void publish(StoredObject created, Path bytes) throws IOException {
    Path target = data.content(created.generation());
    Files.createDirectories(target.getParent());
    Files.move(bytes, target, StandardCopyOption.ATOMIC_MOVE);
    writeMetadata(created);
  }

  private void writeMetadata(StoredObject object) throws IOException {
    buckets
        .names(object.key().bucket())
        .put(object.key().name(), data.write(Json.bytes(object.toJson())));
  }

  interface Change {
    ObjectNode settings(StoredObject current);
  }

  StoredObject update(
      ObjectKey key, @Nullable Long generation, Preconditions preconditions, Change change)
      throws IOException {
    return changing(
        key,
        () -> {
          StoredObject current = present(key, find(key), generation);
          preconditions.checkWrite(current);
          StoredObject updated = current.withSettings(change.settings(current), clock.instant());
          writeMetadata(updated);
          notifications.metadataUpdated(updated);
          return updated;
        });
  }

  void delete(ObjectKey key, @Nullable Long generation, Preconditions preconditions)
      throws IOException {
    changing(
        key,
        () -> {
          StoredObject current = present(key, find(key), generation);
          preconditions.checkWrite(current);
          buckets.names(key.bucket()).remove(key.name());
          softDeletes.retire(current);
          notifications.deleted(current, null);
          return current;
        });
  }

  private StoredObject changing(ObjectKey key, BucketStore.Action<StoredObject> action)
      throws IOException {
    ReentrantLock lock = locks[Math.floorMod(key.hashCode(), locks.length)];
    lock.lock();
    try {
      return buckets.whileItExists(key.bucket(), action);
    } finally {
      lock.unlock();
    }
  }
}
