package app.tiktoktoe.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Turns the catalogue's YAML into records and collects every fault on the way. Used once. */
final class CatalogueReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{2,40}");
  private static final Pattern CLASS =
      Pattern.compile("app\\.tiktoktoe(\\.[a-z][a-z0-9]*)+\\.[A-Z][A-Za-z0-9]*");
  private static final Pattern NSID =
      Pattern.compile("[a-z][a-z0-9]*(\\.[a-z0-9-]+)+\\.[a-z][A-Za-z0-9]*");
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._/-]*[A-Za-z0-9_-]");
  private static final Pattern ROUTE = Pattern.compile("/[a-z0-9-]+/");
  private static final Pattern ROLE = Pattern.compile("[a-z]+\\.[A-Za-z]+");
  private static final Pattern EVERY = Pattern.compile("[1-9][0-9]{0,3}[mh]");

  private final List<String> faults = new ArrayList<>();
  private final Map<String, String> ownerOfRoute = new LinkedHashMap<>();

  Catalogue read(JsonNode tree) {
    Entry root = new Entry("", tree, faults).allowing("version", "topics", "buckets", "functions");
    root.number("version", 1, 1);
    Map<String, Topic> topics = topics(root.child("topics"));
    Map<String, Bucket> buckets = buckets(root.child("buckets"), topics);
    Map<String, FunctionEntry> functions = functions(root.child("functions"), topics);
    if (!faults.isEmpty()) {
      throw new InvalidCatalogueException(faults);
    }
    return new Catalogue(topics, buckets, functions);
  }

  private Map<String, Topic> topics(Entry entries) {
    Map<String, Topic> topics = new LinkedHashMap<>();
    entries.children().forEach((name, entry) -> topics.put(name, topic(name, entry)));
    return topics;
  }

  private Topic topic(String name, Entry entry) {
    checkName(name, entry);
    entry.allowing("retention_h");
    return new Topic(
        name, Duration.ofHours(entry.optionalNumber("retention_h", 1, 744).orElse(168)));
  }

  private Map<String, Bucket> buckets(Entry entries, Map<String, Topic> topics) {
    Map<String, Bucket> buckets = new LinkedHashMap<>();
    entries.children().forEach((name, entry) -> buckets.put(name, bucket(name, entry, topics)));
    return buckets;
  }

  private Bucket bucket(String name, Entry entry, Map<String, Topic> topics) {
    checkName(name, entry);
    entry.allowing("route", "notify", "lifecycle_days");
    Optional<String> route = entry.optionalText("route", ROUTE);
    route.ifPresent(path -> claim(path, "buckets." + name, entry, "route"));
    Optional<String> notify = entry.optionalText("notify", NAME);
    notify.ifPresent(topic -> checkTopic(topic, topics, entry, "notify"));
    return new Bucket(name, route, notify, entry.optionalNumber("lifecycle_days", 1, 3650));
  }

  private Map<String, FunctionEntry> functions(Entry entries, Map<String, Topic> topics) {
    Map<String, FunctionEntry> functions = new LinkedHashMap<>();
    entries.children().forEach((name, entry) -> functions.put(name, function(name, entry, topics)));
    return functions;
  }

  private FunctionEntry function(String name, Entry entry, Map<String, Topic> topics) {
    checkName(name, entry);
    entry.allowing(
        "class",
        "trigger",
        "schedule",
        "memory_mb",
        "cpu",
        "timeout_s",
        "concurrency",
        "min_instances",
        "max_instances",
        "secrets",
        "roles");
    Trigger trigger = trigger(name, entry.child("trigger"), topics);
    List<Schedule> schedules = entry.elements("schedule").stream().map(this::schedule).toList();
    if (!schedules.isEmpty() && !(trigger instanceof Trigger.PubSub)) {
      entry.fault("schedule", "needs a pubsub trigger");
    }
    Duration timeout = Duration.ofSeconds(entry.number("timeout_s", 1, 3600));
    if (trigger instanceof Trigger.PubSub pubsub && timeout.compareTo(pubsub.ackDeadline()) > 0) {
      entry.fault("timeout_s", "exceeds trigger.pubsub.ack_deadline_s");
    }
    return new FunctionEntry(
        name,
        entry.text("class", CLASS),
        trigger,
        schedules,
        entry.number("memory_mb", 128, 32768),
        entry.number("cpu", 1, 8),
        timeout,
        entry.number("concurrency", 1, 1000),
        entry.optionalNumber("min_instances", 0, 1000).orElse(0),
        entry.number("max_instances", 1, 1000),
        entry.texts("secrets", NAME),
        entry.texts("roles", ROLE));
  }

  private Trigger trigger(String function, Entry entry, Map<String, Topic> topics) {
    entry.allowing("http", "pubsub");
    if (entry.has("http") == entry.has("pubsub")) {
      entry.fault("", "is not exactly one of http and pubsub");
    }
    return entry.has("http")
        ? http(function, entry.child("http"))
        : pubSub(entry.optionalChild("pubsub"), topics);
  }

  private Trigger.Http http(String function, Entry entry) {
    entry.allowing("paths", "methods");
    List<String> paths = entry.texts("paths", PATH);
    paths.forEach(path -> claim(path, "functions." + function, entry, "paths"));
    Map<String, AuthLevel> methods = new LinkedHashMap<>();
    Entry listed = entry.optionalChild("methods");
    listed
        .children()
        .forEach(
            (nsid, method) -> {
              if (!NSID.matcher(nsid).matches()) {
                method.fault("", "is not an NSID");
              }
              claim("/xrpc/" + nsid, "functions." + function, listed, nsid);
              methods.put(nsid, auth(method.allowing("auth")));
            });
    if (paths.isEmpty() && methods.isEmpty()) {
      entry.fault("", "is without paths and methods");
    }
    return new Trigger.Http(paths, methods);
  }

  private static AuthLevel auth(Entry method) {
    String text = method.text("auth", Pattern.compile("[a-z]+"));
    Optional<AuthLevel> level = AuthLevel.find(text);
    if (level.isEmpty() && !text.isEmpty()) {
      method.fault("auth", text + " is not a level");
    }
    return level.orElse(AuthLevel.ADMIN);
  }

  private Trigger.PubSub pubSub(Entry entry, Map<String, Topic> topics) {
    entry.allowing(
        "topic", "ack_deadline_s", "max_delivery_attempts", "min_backoff_s", "max_backoff_s");
    String topic = entry.text("topic", NAME);
    checkTopic(topic, topics, entry, "topic");
    Duration least = Duration.ofSeconds(entry.number("min_backoff_s", 0, 600));
    Duration most = Duration.ofSeconds(entry.number("max_backoff_s", 0, 600));
    if (least.compareTo(most) > 0) {
      entry.fault("min_backoff_s", "exceeds max_backoff_s");
    }
    return new Trigger.PubSub(
        topic,
        Duration.ofSeconds(entry.number("ack_deadline_s", 10, 600)),
        entry.number("max_delivery_attempts", 5, 100),
        least,
        most);
  }

  private Schedule schedule(Entry entry) {
    entry.allowing("every", "task");
    String every = entry.text("every", EVERY);
    String task = entry.text("task", NAME);
    return new Schedule(EVERY.matcher(every).matches() ? duration(every) : Duration.ZERO, task);
  }

  private static Duration duration(String every) {
    int amount = Integer.parseInt(every.substring(0, every.length() - 1));
    return every.endsWith("h") ? Duration.ofHours(amount) : Duration.ofMinutes(amount);
  }

  private static void checkName(String name, Entry entry) {
    if (!NAME.matcher(name).matches()) {
      entry.fault("", "is not a name like " + NAME);
    }
  }

  private static void checkTopic(String topic, Map<String, Topic> topics, Entry entry, String key) {
    if (!topic.isEmpty() && !topics.containsKey(topic)) {
      entry.fault(key, topic + " is not in topics");
    }
  }

  private void claim(String route, String owner, Entry entry, String key) {
    String other = ownerOfRoute.putIfAbsent(route, owner);
    if (other != null) {
      entry.fault(key, route + " already belongs to " + other);
    }
  }
}
