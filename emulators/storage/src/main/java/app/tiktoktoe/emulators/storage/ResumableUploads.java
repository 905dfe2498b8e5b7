package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resumable uploads of both APIs; the session's id is all that a client must know to go on.
 *
 * <p>Sessions live in the data directory for seven days. As in Cloud Storage, only whole multiples
 * of 256 KiB are kept of a part that does not end the upload. Thread-safe.
 *
 * @see <a href="https://docs.cloud.google.com/storage/docs/performing-resumable-uploads">Resumable
 *     uploads</a>
 */
final class ResumableUploads {
  private static final long QUANTUM_BYTES = 256 << 10;
  private static final Duration LIFE = Duration.ofDays(7);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  private final DataDirectory data;
  private final ObjectStore objects;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ReentrantLock[] locks =
      IntStream.range(0, 64).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

  ResumableUploads(
      DataDirectory data, ObjectStore objects, InstantSource clock, RandomGenerator random) {
    this.data = data;
    this.objects = objects;
    this.clock = clock;
    this.random = random;
  }

  String start(
      ObjectKey key,
      ObjectNode settings,
      Preconditions preconditions,
      ExpectedHashes hashes,
      @Nullable Long declaredBytes,
      SizeBounds bounds,
      @Nullable String origin)
      throws IOException {
    objects.checkPut(key, preconditions);
    if (declaredBytes != null) {
      bounds.check(declaredBytes);
    }
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    String id = HexFormat.of().formatHex(secret);
    Files.createDirectories(data.uploads().resolve(id));
    save(
        id,
        new UploadSession(
            key,
            settings,
            preconditions,
            hashes,
            declaredBytes,
            bounds,
            origin,
            clock.instant(),
            null));
    return id;
  }

  /** Answers any request to a session; {@code shown} makes the answer of a finished one. */
  Response answer(String method, String id, Request request, Function<StoredObject, Response> shown)
      throws IOException {
    if (!ID.matcher(id).matches()) {
      throw RefusedException.noSuchUpload();
    }
    ReentrantLock lock = locks[Math.floorMod(id.hashCode(), locks.length)];
    lock.lock();
    try {
      UploadSession session = load(id);
      return switch (method) {
        case "PUT", "POST" -> proceed(id, session, request, shown);
        case "DELETE" -> {
          DataDirectory.deleteTree(data.uploads().resolve(id));
          yield Response.empty(499);
        }
        default -> throw RefusedException.unsupported(method + " of an upload session");
      };
    } finally {
      lock.unlock();
    }
  }

  /** The session, whether or not it is finished. */
  UploadSession load(String id) throws IOException {
    Path file = data.uploads().resolve(id).resolve("session.json");
    if (!ID.matcher(id).matches() || !Files.exists(file)) {
      throw RefusedException.noSuchUpload();
    }
    UploadSession session = UploadSession.fromJson(Json.read(file));
    if (isOver(session)) {
      throw new RefusedException(410, "gone", "NoSuchUpload", "The upload session has expired");
    }
    return session;
  }

  private boolean isOver(UploadSession session) {
    return session.started().plus(LIFE).isBefore(clock.instant());
  }

  /** Deletes the sessions whose seven days are over. */
  void sweep() throws IOException {
    List<Path> sessions;
    try (Stream<Path> directories = Files.list(data.uploads())) {
      sessions = directories.toList();
    }
    for (Path directory : sessions) {
      Path file = directory.resolve("session.json");
      if (!Files.exists(file) || isOver(UploadSession.fromJson(Json.read(file)))) {
        DataDirectory.deleteTree(directory);
      }
    }
  }

  private void save(String id, UploadSession session) throws IOException {
    data.replace(data.uploads().resolve(id).resolve("session.json"), Json.bytes(session.toJson()));
  }

  private Response proceed(
      String id, UploadSession session, Request request, Function<StoredObject, Response> shown)
      throws IOException {
    if (session.finished() != null) {
      return shown.apply(session.finished());
    }
    Path content = data.uploads().resolve(id).resolve("content");
    long kept = trim(content);
    String length = request.header("Content-Length");
    ContentRange range =
        ContentRange.parse(
            request.header("Content-Range"),
            length == null ? null : Query.parseNumber("Content-Length", length));
    Long total = range.total();
    if (total != null
        && session.declaredBytes() != null
        && !total.equals(session.declaredBytes())) {
      throw RefusedException.invalid(
          "The upload is " + total + " bytes, not " + session.declaredBytes() + " as declared");
    }
    if (range.first() != null) {
      kept = append(content, kept, range, session.bounds(), request.body());
    }
    boolean whole = request.header("Content-Range") == null;
    if (whole || (total != null && total == kept)) {
      ExpectedHashes now = ExpectedHashes.fromHeaders(request.headers());
      return shown.apply(finish(id, session, content, now));
    }
    if (total != null && total < kept) {
      throw RefusedException.invalid("The upload has " + kept + " bytes, more than " + total);
    }
    return incomplete(trim(content));
  }

  /** Cuts what is on disk to what counts, and returns that in bytes. */
  private static long trim(Path content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(content, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long kept = channel.size() / QUANTUM_BYTES * QUANTUM_BYTES;
      channel.truncate(kept);
      return kept;
    }
  }

  private static long append(
      Path content, long kept, ContentRange range, SizeBounds bounds, InputStream body)
      throws IOException {
    long first = range.first() == null ? kept : range.first();
    if (first > kept) {
      throw new RefusedException(
          503,
          "backendError",
          "InvalidArgument",
          "Invalid request.  According to the Content-Range header, the upload offset is %d byte(s), which exceeds already uploaded size of %d byte(s)."
              .formatted(first, kept));
    }
    Long length = range.length();
    BoundedBody bounded = new BoundedBody(body, length, SizeBounds.NONE);
    bounded.skipNBytes(Math.min(kept - first, length == null ? Long.MAX_VALUE : length));
    long at = kept;
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(content, StandardOpenOption.APPEND)) {
      for (int n = bounded.read(buffer); n >= 0; n = bounded.read(buffer)) {
        out.write(buffer, 0, n);
        at += n;
        bounds.checkMost(at);
      }
    }
    return at;
  }

  private StoredObject finish(
      String id, UploadSession session, Path file, ExpectedHashes hashesAtTheEnd)
      throws IOException {
    Content content = Content.of(file);
    StoredObject object;
    try {
      session.bounds().check(content.sizeBytes());
      session.hashes().check(content);
      hashesAtTheEnd.check(content);
      object = objects.put(session.key(), content, session.settings(), 0, session.preconditions());
    } catch (RefusedException e) {
      DataDirectory.deleteTree(data.uploads().resolve(id));
      throw e;
    }
    save(id, session.finishedAs(object));
    return object;
  }

  private static Response incomplete(long kept) {
    Response response = Response.empty(308);
    return kept == 0 ? response : response.with("Range", "bytes=0-" + (kept - 1));
  }
}
