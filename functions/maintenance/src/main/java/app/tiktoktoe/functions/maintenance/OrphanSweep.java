package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.InvalidEventException;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Topic;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Deletes objects that nobody needs: what killed workers, failed jobs and broken uploads left. A
 * step per message looks at some thousand objects and asks for the next: {@code {"task":
 * "orphan-sweep", "area": "blobs", "after": "did:plc:…"}}.
 *
 * <p>Every writer writes the object first and the document that needs it afterwards, within the
 * grace. An object that is written again meanwhile is another generation and stays. Looks at what
 * was written in the last days; with {@code "all": true} at everything. Costs a listing per
 * thousand objects, and a document read per job, blob or video among the young ones. Thread-safe.
 */
final class OrphanSweep implements Task {
  static final String TASK = "orphan-sweep";

  private static final Duration YOUNG = Duration.ofDays(2);
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** What Cloud Storage lists at once. */
  static final int PAGE = 1000;

  private static final int PAGES = 5;

  private final List<Area> areas;
  private final Duration grace;
  private final int page;
  private final InstantSource clock;
  private final OutboxSweep.Publisher publisher;
  private final StructuredLog log;

  OrphanSweep(
      List<Area> areas,
      Duration grace,
      int page,
      InstantSource clock,
      OutboxSweep.Publisher publisher,
      StructuredLog log) {
    this.areas = List.copyOf(areas);
    this.grace = grace;
    this.page = page;
    this.clock = clock;
    this.publisher = publisher;
    this.log = log;
  }

  /** A bucket under the name that messages give it. */
  record Area(String name, OldObjects objects, ObjectOwners owners) {}

  /**
   * Does a step: the first one when the message does not name an area.
   *
   * @throws InvalidEventException when it names an area that is none
   * @throws IllegalStateException when what comes next cannot be asked for
   */
  @Override
  public void run(JsonNode message) {
    boolean all = message.path("all").asBoolean();
    int number = message.has("area") ? number(message.path("area").asText()) : 0;
    Area area = areas.get(number);
    Optional<String> after = sweep(area, message.path("after").asText(""), all);
    if (after.isPresent()) {
      ask(area, after.get(), all);
    } else if (number + 1 < areas.size()) {
      ask(areas.get(number + 1), "", all);
    }
  }

  private int number(String name) {
    List<String> names = areas.stream().map(Area::name).toList();
    if (!names.contains(name)) {
      throw new InvalidEventException("no area " + name);
    }
    return names.indexOf(name);
  }

  private void ask(Area area, String after, boolean all) {
    ObjectNode next = JsonNodeFactory.instance.objectNode();
    next.put("task", TASK).put("area", area.name()).put("after", after).put("all", all);
    Message message =
        new Message(Topic.MAINTENANCE, ByteString.copyFromUtf8(next.toString()), Map.of());
    if (publisher.publish(List.of(message), DEADLINE) < 1) {
      throw new IllegalStateException("the next step was not taken");
    }
  }

  /** The last name that was looked at, when more may follow. */
  private Optional<String> sweep(Area area, String after, boolean all) {
    Instant now = clock.instant();
    Instant from = all ? Instant.EPOCH : now.minus(YOUNG);
    Page<Blob> listed = area.objects().page(after, page);
    int deleted = 0;
    String last = after;
    for (int pages = 1; ; pages++) {
      List<Blob> objects = listed.streamValues().toList();
      deleted += sweep(area, objects, from, now.minus(grace));
      last = objects.isEmpty() ? last : objects.getLast().getName();
      if (!listed.hasNextPage() || pages == PAGES) {
        tell(area, deleted);
        return listed.hasNextPage() ? Optional.of(last) : Optional.empty();
      }
      listed = listed.getNextPage();
    }
  }

  private int sweep(Area area, List<Blob> objects, Instant from, Instant before) {
    List<Blob> looked = objects.stream().filter(object -> isWithin(object, from, before)).toList();
    Set<String> owned =
        area.owners().owned(looked.stream().map(Blob::getName).collect(Collectors.toSet()));
    List<Blob> orphans =
        looked.stream().filter(object -> !owned.contains(object.getName())).toList();
    orphans.forEach(area.objects()::delete);
    return orphans.size();
  }

  private static boolean isWithin(Blob object, Instant from, Instant before) {
    Instant created = object.getCreateTimeOffsetDateTime().toInstant();
    return created.isAfter(from) && created.isBefore(before);
  }

  private void tell(Area area, int deleted) {
    if (deleted > 0) {
      log.info("orphans deleted", entry -> entry.put("area", area.name()).put("objects", deleted));
    }
  }
}
