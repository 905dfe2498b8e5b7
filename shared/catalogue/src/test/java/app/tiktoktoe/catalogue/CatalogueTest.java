package app.tiktoktoe.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  private static final String GOOD =
      """
      version: 1
      topics: {commits: {retention_h: 24}}
      buckets:
        media: {route: /vid/, notify: commits, lifecycle_days: 7}
      secrets: {signing-key: {rotation_days: 90}}
      functions:
        feed:
          class: app.tiktoktoe.functions.feed.FeedFunction
          trigger: {http: {paths: [/xrpc/_health], methods: {app.bsky.feed.getPosts: {auth: optional}}}}
          memory_mb: 512
          cpu: 1
          timeout_s: 30
          concurrency: 10
          max_instances: 3
          firestore: read
          publishes: [commits]
          buckets: {media: write}
          secrets: [signing-key]
          rotates: [signing-key]
          signs_urls: true
          roles: [firebasecloudmessaging.admin]
        sweep:
          class: app.tiktoktoe.functions.sweep.SweepFunction
          packaging: image
          trigger: {pubsub: {topic: commits, ack_deadline_s: 60, max_delivery_attempts: 5, min_backoff_s: 1, max_backoff_s: 9}}
          schedule: [{every: 2m, task: outbox-sweep}]
          memory_mb: 512
          heap_mb: 128
          cpu: 1
          timeout_s: 60
          concurrency: 1
          max_instances: 1
      """;

  @Test
  void readsEveryPart() {
    Catalogue catalogue = Catalogue.parse(GOOD);

    assertEquals(Map.of("commits", new Topic("commits", Duration.ofHours(24))), catalogue.topics());
    assertEquals(
        new Bucket("media", Optional.of("/vid/"), Optional.of("commits"), Optional.of(7)),
        catalogue.buckets().get("media"));
    FunctionEntry feed = catalogue.function("feed");
    assertEquals(
        new Trigger.Http(
            List.of("/xrpc/_health"), Map.of("app.bsky.feed.getPosts", AuthLevel.OPTIONAL)),
        feed.trigger());
    assertEquals(Packaging.SOURCE, feed.packaging());
    assertEquals(
        new Grants(
            Optional.of(Access.READ),
            List.of("commits"),
            Map.of("media", Access.WRITE),
            List.of("signing-key"),
            List.of("signing-key"),
            true,
            List.of("firebasecloudmessaging.admin")),
        feed.grants());
    assertEquals(Map.of("signing-key", new Secret("signing-key", 90)), catalogue.secrets());
    FunctionEntry sweep = catalogue.function("sweep");
    assertEquals(Packaging.IMAGE, sweep.packaging());
    assertEquals(
        new Grants(Optional.empty(), List.of(), Map.of(), List.of(), List.of(), false, List.of()),
        sweep.grants());
    assertEquals(List.of(new Schedule(Duration.ofMinutes(2), "outbox-sweep")), sweep.schedules());
    assertEquals(
        new Trigger.PubSub(
            "commits", Duration.ofSeconds(60), 5, Duration.ofSeconds(1), Duration.ofSeconds(9)),
        sweep.trigger());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          auth: optional        | auth: anyone          | functions.feed.trigger.http.methods.app.bsky.feed.getPosts.auth
          {auth: optional}      | {}                    | functions.feed.trigger.http.methods.app.bsky.feed.getPosts.auth
          {auth: optional}      | {auth: }              | functions.feed.trigger.http.methods.app.bsky.feed.getPosts.auth
          {auth: optional}      | ''                    | functions.feed.trigger.http.methods.app.bsky.feed.getPosts
          memory_mb: 512        | memory_mb: 1          | functions.feed.memory_mb
          heap_mb: 128          | heap_mb: 1            | functions.sweep.heap_mb
          packaging: image      | ''                    | functions.sweep.heap_mb
          cpu: 1                | cpus: 1               | functions.feed.cpus
          topic: commits        | topic: comits         | functions.sweep.trigger.pubsub.topic
          notify: commits       | notify: nobody        | buckets.media.notify
          route: /vid/          | route: vid            | buckets.media.route
          FeedFunction          | feedFunction          | functions.feed.class
          getPosts              | Get Posts             | functions.feed.trigger.http.methods
          every: 2m             | every: often          | functions.sweep.schedule[0].every
          timeout_s: 60         | timeout_s: 61         | functions.sweep.timeout_s
          min_backoff_s: 1      | min_backoff_s: 10     | functions.sweep.trigger.pubsub.min_backoff_s
          version: 1            | version: 2            | version
          retention_h: 24       | retention_h: never    | topics.commits.retention_h
          rotation_days: 90     | rotation_days: 0      | secrets.signing-key.rotation_days
          packaging: image      | packaging: zip        | functions.sweep.packaging
          firestore: read       | firestore: all        | functions.feed.firestore
          publishes: [commits]  | publishes: [comits]   | functions.feed.publishes
          {media: write}        | {video: write}        | functions.feed.buckets.video
          {media: write}        | {media: own}          | functions.feed.buckets.media
          secrets: [signing-key]| secrets: [signing]    | functions.feed.secrets
          rotates: [signing-key]| rotates: [signing]    | functions.feed.rotates
          signs_urls: true      | signs_urls: perhaps   | functions.feed.signs_urls
          [firebasecloudmessaging.admin] | [owner]      | functions.feed.roles
          """)
  void namesTheEntryThatIsWrong(String good, String bad, String place) {
    InvalidCatalogueException refused =
        assertThrows(
            InvalidCatalogueException.class, () -> Catalogue.parse(GOOD.replace(good, bad)));
    assertTrue(refused.faults().stream().anyMatch(f -> f.startsWith(place)), refused.toString());
  }

  @Test
  void reportsAllFaultsAtOnce() {
    String bad = GOOD.replace("topic: commits", "topic: comits").replace("memory_mb: 512", "x: 1");
    InvalidCatalogueException refused =
        assertThrows(InvalidCatalogueException.class, () -> Catalogue.parse(bad));
    assertEquals(5, refused.faults().size(), refused.toString());
  }

  @Test
  void aMethodBelongsToOneFunction() {
    String bad =
        GOOD
            + GOOD.substring(GOOD.indexOf("  feed:"), GOOD.indexOf("  sweep:"))
                .replace("feed:", "other:");
    InvalidCatalogueException refused =
        assertThrows(InvalidCatalogueException.class, () -> Catalogue.parse(bad));
    assertEquals(2, refused.faults().size(), refused.toString());
    assertTrue(refused.toString().contains("already belongs to functions.feed"));
  }

  @Test
  void aRepeatedKeyIsRefused() {
    assertThrows(InvalidCatalogueException.class, () -> Catalogue.parse(GOOD + "version: 1\n"));
  }

  @Test
  void theCatalogueOfThisHouseIsGood() throws IOException {
    Catalogue catalogue = Catalogue.read(Path.of("../../functions/catalogue.yaml"));

    for (FunctionEntry function : catalogue.functions().values()) {
      String name = function.name();
      String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
      assertEquals(
          "app.tiktoktoe.functions." + name + "." + capital + "Function", function.entryClass());
    }
    long methods =
        catalogue.functions().values().stream()
            .map(FunctionEntry::trigger)
            .filter(Trigger.Http.class::isInstance)
            .mapToLong(trigger -> ((Trigger.Http) trigger).methods().size())
            .sum();
    assertEquals(110, methods);
  }
}
