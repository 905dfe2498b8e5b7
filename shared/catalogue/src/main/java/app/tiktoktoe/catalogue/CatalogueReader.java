package app.tiktoktoe.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
  private Map<String, Topic> topics = Map.of();
  private Map<String, Bucket> buckets = Map.of();
  private Map<String, Secret> secrets = Map.of();

  Catalogue read(JsonNode tree) {
    Entry root =
        new Entry("", tree, faults)
            .allowing("version", "topics", "buckets", "secrets", "functions");
    root.number("version", 1, 1);
    topics = topics(root.child("topics"));
    buckets = buckets(root.child("buckets"));
    secrets = secrets(root.optionalChild("secrets"));
    Map<String, FunctionEntry> functions = functions(root.child("functions"));
    if (!faults.isEmpty()) {
      throw new InvalidCatalogueException(faults);
    }
    return new Catalogue(topics, buckets, secrets, functions);
  }

  private Map<String, Topic> topics(Entry entries) {
    Map<String, Topic> read = new LinkedHashMap<>();
    entries.children().forEach((name, entry) -> read.put(name, topic(name, entry)));
    return read;
  }

  private Topic topic(String name, Entry entry) {
    checkName(name, entry);
    entry.allowing("retention_h");
    return new Topic(
        name, Duration.ofHours(entry.optionalNumber("retention_h", 1, 744).orElse(168)));
  }

  private Map<String, Bucket> buckets(Entry entries) {
    Map<String, Bucket> read = new LinkedHashMap<>();
    entries.children().forEach((name, entry) -> read.put(name, bucket(name, entry)));
    return read;
  }

  private Map<String, Secret> secrets(Entry entries) {
    Map<String, Secret> read = new LinkedHashMap<>();
    entries.children().forEach((name, entry) -> read.put(name, secret(name, entry)));
    return read;
  }

  private static Secret secret(String name, Entry entry) {
    checkName(name, entry);
    return new Secret(name, entry.allowing("rotation_days").number("rotation_days", 1, 3650));
  }

  private Bucket bucket(String name, Entry entry) {
    checkName(name, entry);
    entry.allowing("route", "notify", "lifecycle_days");
    Optional<String> route = entry.optionalText("route", ROUTE);
    route.ifPresent(path -> claim(path, "buckets." + name, entry, "route"));
    Optional<String> notify = entry.optionalText("notify", NAME);
    notify.ifPresent(topic -> checkKnown("topics", topics, topic, entry, "notify"));
    return new Bucket(name, route, notify, entry.optionalNumber("lifecycle_days", 1, 3650));
  }

  private Map<String, FunctionEntry> functions(Entry entries) {
    Map<String, FunctionEntry> read = new LinkedHashMap<>();
    entries.children().forEach((name, entry) -> read.put(name, function(name, entry)));
    return read;
  }

  private FunctionEntry function(String name, Entry entry) {
    checkName(name, entry);
    entry.allowing(
        "class",
        "packaging",
        "trigger",
        "schedule",
        "memory_mb",
        "heap_mb",
        "cpu",
        "timeout_s",
        "concurrency",
        "min_instances",
        "max_instances",
        "firestore",
        "publishes",
        "buckets",
        "secrets",
        "rotates",
        "signs_urls",
        "roles");
    Trigger trigger = trigger(name, entry.child("trigger"));
    List<Schedule> schedules = entry.elements("schedule").stream().map(this::schedule).toList();
    if (!schedules.isEmpty() && !(trigger instanceof Trigger.PubSub)) {
      entry.fault("schedule", "needs a pubsub trigger");
    }
    Duration timeout = Duration.ofSeconds(entry.number("timeout_s", 1, 3600));
    if (trigger instanceof Trigger.PubSub pubsub && timeout.compareTo(pubsub.ackDeadline()) > 0) {
      entry.fault("timeout_s", "exceeds trigger.pubsub.ack_deadline_s");
    }
    Packaging packaging =
        entry.optionalChoice("packaging", Packaging.class).orElse(Packaging.SOURCE);
    return new FunctionEntry(
        name,
        entry.text("class", CLASS),
        packaging,
        trigger,
        schedules,
        entry.number("memory_mb", 128, 32768),
        heap(entry, packaging),
        entry.number("cpu", 1, 8),
        timeout,
        entry.number("concurrency", 1, 1000),
        entry.optionalNumber("min_instances", 0, 1000).orElse(0),
        entry.number("max_instances", 1, 1000),
        grants(entry));
  }

  /** A bundle's launcher has options of its own, which a second set would replace. */
  private static OptionalInt heap(Entry entry, Packaging packaging) {
    Optional<Integer> heap = entry.optionalNumber("heap_mb", 64, 32768);
    if (heap.isPresent() && packaging != Packaging.IMAGE) {
      entry.fault("heap_mb", "needs packaging: image");
    }
    return heap.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  private Grants grants(Entry entry) {
    return new Grants(
        entry.optionalChoice("firestore", Access.class),
        names(entry, "publishes", "topics", topics),
        bucketGrants(entry.optionalChild("buckets")),
        names(entry, "secrets", "secrets", secrets),
        names(entry, "rotates", "secrets", secrets),
        entry.optionalFlag("signs_urls"),
        entry.texts("roles", ROLE));
  }

  private Map<String, Access> bucketGrants(Entry granted) {
    Map<String, Access> read = new LinkedHashMap<>();
    for (String name : granted.keys()) {
      checkKnown("buckets", buckets, name, granted, name);
      granted.optionalChoice(name, Access.class).ifPresent(access -> read.put(name, access));
    }
    return read;
  }

  private static List<String> names(Entry entry, String key, String list, Map<String, ?> known) {
    List<String> names = entry.texts(key, NAME);
    names.forEach(name -> checkKnown(list, known, name, entry, key));
    return names;
  }

  private Trigger trigger(String function, Entry entry) {
    entry.allowing("http", "pubsub");
    if (entry.has("http") == entry.has("pubsub")) {
      entry.fault("", "is not exactly one of http and pubsub");
    }
    return entry.has("http")
        ? http(function, entry.child("http"))
        : pubSub(entry.optionalChild("pubsub"));
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

  private Trigger.PubSub pubSub(Entry entry) {
    entry.allowing(
        "topic", "ack_deadline_s", "max_delivery_attempts", "min_backoff_s", "max_backoff_s");
    String topic = entry.text("topic", NAME);
    checkKnown("topics", topics, topic, entry, "topic");
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

  private static void checkKnown(
      String list, Map<String, ?> known, String name, Entry entry, String key) {
    if (!name.isEmpty() && !known.containsKey(name)) {
      entry.fault(key, name + " is not in " + list);
    }
  }

  private void claim(String route, String owner, Entry entry, String key) {
    String other = ownerOfRoute.putIfAbsent(route, owner);
    if (other != null) {
      entry.fault(key, route + " already belongs to " + other);
    }
  }
}
