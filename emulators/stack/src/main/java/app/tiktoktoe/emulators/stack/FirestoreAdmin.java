package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.emulators.google.FirestoreEmulator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Firestore Admin API's export and import over REST, below {@value #BASE}, for a database that
 * has only the emulator's: an export's files go to the bucket that the request names, an import's
 * come from there, and each is a long-running operation. What the emulator cannot do, a past moment
 * or some collections only, is refused. Thread-safe.
 *
 * @see <a href="https://firebase.google.com/docs/firestore/reference/rest/v1/projects.databases">
 *     projects.databases</a>
 */
final class FirestoreAdmin implements Gateway.Extra {
  static final String BASE = "/_dev/firestore";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY_BYTES = 1 << 16;
  private static final String TYPES = "type.googleapis.com/google.firestore.admin.v1.";
  private static final List<String> UNSUPPORTED =
      List.of("collectionIds", "namespaceIds", "snapshotTime");

  private final String database;
  private final String projectId;
  private final FirestoreEmulator emulator;
  private final BucketFolder buckets;
  private final Path temporary;
  private final InstantSource clock;
  private final Map<String, ObjectNode> operations = new ConcurrentHashMap<>();
  private final Pattern path;

  /**
   * Of one database.
   *
   * @param temporary an existing folder for files on their way
   */
  FirestoreAdmin(
      String projectId,
      FirestoreEmulator emulator,
      BucketFolder buckets,
      Path temporary,
      InstantSource clock) {
    this.projectId = projectId;
    this.database = "projects/" + projectId + "/databases/(default)";
    this.emulator = emulator;
    this.buckets = buckets;
    this.temporary = temporary;
    this.clock = clock;
    this.path =
        Pattern.compile(
            Pattern.quote(BASE + "/v1/" + database)
                + "(?<verb>:exportDocuments|:importDocuments|/operations/.+)");
  }

  private enum Verb {
    EXPORT("Export", "outputUriPrefix"),
    IMPORT("Import", "inputUriPrefix");

    private final String title;
    private final String field;

    Verb(String title, String field) {
      this.title = title;
      this.field = field;
    }
  }

  @Override
  public boolean answer(HttpExchange exchange, String rawPath) throws IOException {
    Matcher matcher = path.matcher(rawPath.replace("%28", "(").replace("%29", ")"));
    if (!matcher.matches()) {
      return false;
    }
    String call = exchange.getRequestMethod() + " " + matcher.group("verb");
    switch (call) {
      case "POST :exportDocuments" -> begin(exchange, Verb.EXPORT);
      case "POST :importDocuments" -> begin(exchange, Verb.IMPORT);
      default -> operation(exchange, database + matcher.group("verb"));
    }
    return true;
  }

  private void operation(HttpExchange exchange, String name) throws IOException {
    Optional<ObjectNode> found = Optional.ofNullable(operations.get(name));
    if (found.isPresent()) {
      Answers.json(exchange, 200, found.get());
    } else {
      refuse(exchange, 404, "NOT_FOUND", "no operation " + name);
    }
  }

  private void begin(HttpExchange exchange, Verb verb) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody().readNBytes(MAX_BODY_BYTES));
    for (String field : UNSUPPORTED) {
      if (body.has(field)) {
        refuse(exchange, 501, "UNIMPLEMENTED", "the emulator does not support " + field);
        return;
      }
    }
    BucketFolder.Place place;
    try {
      place = BucketFolder.Place.parse(body.path(verb.field).asText());
    } catch (IllegalArgumentException e) {
      refuse(exchange, 400, "INVALID_ARGUMENT", String.valueOf(e.getMessage()));
      return;
    }
    String name = database + "/operations/" + UUID.randomUUID();
    ObjectNode started = state(name, verb, body, "PROCESSING");
    operations.put(name, started);
    Thread.ofVirtual().start(() -> run(name, verb, body, place));
    Answers.json(exchange, 200, started);
  }

  private ObjectNode state(String name, Verb verb, JsonNode body, String state) {
    ObjectNode operation = JSON.createObjectNode().put("name", name);
    operation
        .putObject("metadata")
        .put("@type", TYPES + verb.title + "DocumentsMetadata")
        .put("operationState", state)
        .put("startTime", clock.instant().toString())
        .put(verb.field, body.path(verb.field).asText());
    return operation;
  }

  private void run(String name, Verb verb, JsonNode body, BucketFolder.Place place) {
    try {
      if (verb == Verb.EXPORT) {
        export(place);
      } else {
        load(place);
      }
      ObjectNode ended = state(name, verb, body, "SUCCESSFUL").put("done", true);
      ObjectNode response = ended.putObject("response");
      if (verb == Verb.EXPORT) {
        response
            .put("@type", TYPES + "ExportDocumentsResponse")
            .put(verb.field, body.path(verb.field).asText());
      }
      operations.put(name, ended);
    } catch (IOException | RuntimeException e) {
      ObjectNode failed = state(name, verb, body, "FAILED").put("done", true);
      failed.putObject("error").put("code", 3).put("message", String.valueOf(e.getMessage()));
      operations.put(name, failed);
    }
  }

  private void export(BucketFolder.Place place) throws IOException {
    if (buckets.holds(place)) {
      throw new IOException("Path already exists: /" + place.bucket() + "/" + place.prefix());
    }
    Path folder = Files.createTempDirectory(temporary, "export");
    try {
      emulator.export(projectId, folder, place.name());
      buckets.upload(folder.resolve(place.name()), place);
    } finally {
      FirestoreState.delete(folder);
    }
  }

  private void load(BucketFolder.Place place) throws IOException {
    Path folder = Files.createTempDirectory(temporary, "import");
    try {
      buckets.download(place, folder);
      Path metadata = folder.resolve(place.name() + ".overall_export_metadata");
      if (!Files.exists(metadata)) {
        throw new IOException(
            "No export at /" + place.bucket() + "/" + place.prefix() + ": no " + metadata);
      }
      emulator.load(projectId, metadata);
    } finally {
      FirestoreState.delete(folder);
    }
  }

  private static void refuse(HttpExchange exchange, int code, String status, String message)
      throws IOException {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("error").put("code", code).put("status", status).put("message", message);
    Answers.json(exchange, code, body);
  }
}
