package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The buckets and their settings, each a directory. Thread-safe. */
final class BucketStore {
  private static final Set<String> OWN_FIELDS =
      Set.of("kind", "id", "selfLink", "name", "metageneration", "etag", "timeCreated", "updated");

  private final DataDirectory data;
  private final InstantSource clock;
  private final Map<String, BucketSetup> setups;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  BucketStore(DataDirectory data, InstantSource clock, List<BucketSetup> setups) {
    this.data = data;
    this.clock = clock;
    this.setups = setups.stream().collect(Collectors.toMap(BucketSetup::name, Function.identity()));
  }

  /** Creates the configured buckets that are absent and gives all of them their settings. */
  void createConfigured() throws IOException {
    for (BucketSetup setup : setups.values()) {
      BucketName name = new BucketName(setup.name());
      ArrayNode cors = Json.object().putArray("cors");
      setup.cors().forEach(rule -> cors.add(rule.toJson()));
      ObjectNode settings = Json.object();
      settings.set("cors", cors);
      settings
          .putObject("softDeletePolicy")
          .put("retentionDurationSeconds", Long.toString(setup.softDelete().toSeconds()));
      if (!exists(name)) {
        create(name, settings);
      } else if (!holds(get(name), settings)) {
        patch(name, settings);
      }
    }
  }

  private static boolean holds(ObjectNode bucket, ObjectNode settings) {
    return settings.properties().stream()
        .allMatch(setting -> setting.getValue().equals(bucket.get(setting.getKey())));
  }

  /** How long the bucket's policy keeps deleted objects; zero without a policy. */
  Duration softDelete(BucketName name) throws IOException {
    return Duration.ofSeconds(
        get(name).path("softDeletePolicy").path("retentionDurationSeconds").asLong(0));
  }

  boolean publicRead(BucketName name) {
    BucketSetup setup = setups.get(name.value());
    return setup != null && setup.publicRead();
  }

  @Nullable String topic(BucketName name) {
    BucketSetup setup = setups.get(name.value());
    return setup == null ? null : setup.topic();
  }

  NameTree names(BucketName name) {
    return new NameTree(directory(name).resolve("names"));
  }

  /** Where the bucket's soft-deleted generations are described. */
  Path softDeleted(BucketName name) {
    return directory(name).resolve("deleted");
  }

  boolean exists(BucketName name) {
    return Files.exists(file(name));
  }

  void require(BucketName name) {
    if (!exists(name)) {
      throw RefusedException.noSuchBucket(name);
    }
  }

  ObjectNode get(BucketName name) throws IOException {
    require(name);
    return Json.read(file(name));
  }

  List<CorsRule> cors(BucketName name) throws IOException {
    List<CorsRule> rules = new ArrayList<>();
    if (exists(name)) {
      get(name).path("cors").forEach(rule -> rules.add(CorsRule.fromJson(rule)));
    }
    return rules;
  }

  ObjectNode create(BucketName name, ObjectNode settings) throws IOException {
    return exclusively(
        () -> {
          if (exists(name)) {
            throw new RefusedException(
                409,
                "conflict",
                "BucketAlreadyOwnedByYou",
                "Your previous request to create the named bucket succeeded and you already own"
                    + " it.");
          }
          Files.createDirectories(directory(name));
          ObjectNode bucket = Json.object().put("kind", "storage#bucket");
          String now = StoredObject.timestamp(clock.instant());
          bucket
              .put("id", name.value())
              .put("name", name.value())
              .put("location", "EU")
              .put("locationType", "multi-region")
              .put("storageClass", "STANDARD")
              .put("timeCreated", now);
          return write(name, bucket, settings, 1);
        });
  }

  ObjectNode patch(BucketName name, ObjectNode changes) throws IOException {
    return exclusively(
        () -> {
          ObjectNode bucket = get(name);
          return write(name, bucket, changes, bucket.path("metageneration").asLong() + 1);
        });
  }

  private ObjectNode write(BucketName name, ObjectNode bucket, ObjectNode changes, long version)
      throws IOException {
    for (Map.Entry<String, JsonNode> change : changes.properties()) {
      if (change.getValue().isNull()) {
        bucket.remove(change.getKey());
      } else if (!OWN_FIELDS.contains(change.getKey())) {
        bucket.set(change.getKey(), change.getValue());
      }
    }
    bucket
        .put("metageneration", Long.toString(version))
        .put("etag", "CA" + version)
        .put("updated", StoredObject.timestamp(clock.instant()));
    data.replace(file(name), Json.bytes(bucket));
    return bucket;
  }

  void delete(BucketName name) throws IOException {
    exclusively(
        () -> {
          require(name);
          if (!names(name).isEmpty()) {
            throw new RefusedException(
                409, "conflict", "BucketNotEmpty", "The bucket you tried to delete is not empty.");
          }
          Files.delete(file(name));
          DataDirectory.deleteTree(directory(name));
          return name;
        });
  }

  List<BucketName> list() throws IOException {
    try (Stream<Path> directories = Files.list(data.buckets())) {
      return directories
          .map(directory -> new BucketName(directory.getFileName().toString()))
          .filter(this::exists)
          .sorted((a, b) -> a.value().compareTo(b.value()))
          .toList();
    }
  }

  interface Action<T> {
    T run() throws IOException;
  }

  /** Runs a change of an object while the bucket cannot go away. */
  <T> T whileItExists(BucketName name, Action<T> action) throws IOException {
    lock.readLock().lock();
    try {
      require(name);
      return action.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  private <T> T exclusively(Action<T> action) throws IOException {
    lock.writeLock().lock();
    try {
      return action.run();
    } finally {
      lock.writeLock().unlock();
    }
  }

  private Path directory(BucketName name) {
    return data.buckets().resolve(name.value());
  }

  private Path file(BucketName name) {
    return directory(name).resolve("bucket.json");
  }
}
