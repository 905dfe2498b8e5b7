package app.tiktoktoe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueContractTest {
  private static final Catalogue CATALOGUE =
      Catalogue.parse(
          """
          version: 1
          topics: {commits: {retention_h: 24}}
          buckets: {}
          secrets: {}
          functions:
            sync:
              class: app.tiktoktoe.functions.sync.SyncFunction
              trigger: {http: {paths: [], methods: {com.atproto.sync.getBlob: {auth: public}}}}
              memory_mb: 512
              cpu: 1
              timeout_s: 30
              concurrency: 10
              max_instances: 3
            push:
              class: app.tiktoktoe.functions.push.PushFunction
              trigger: {pubsub: {topic: commits, ack_deadline_s: 60, max_delivery_attempts: 5, min_backoff_s: 1, max_backoff_s: 9}}
              memory_mb: 512
              cpu: 1
              timeout_s: 60
              concurrency: 1
              max_instances: 1
          """);

  @Test
  void namesWhatIsMissingOnEitherSide() {
    FunctionEntry sync = CATALOGUE.function("sync");
    assertEquals(
        List.of(),
        CatalogueContract.differences(
            sync, Map.of("com.atproto.sync.getBlob", "public"), Set.of()));
    assertEquals(
        List.of(
            "/extra is wired but not in the catalogue",
            "com.atproto.sync.getBlob is in the catalogue but not wired",
            "com.atproto.sync.getRepo is wired but not in the catalogue"),
        CatalogueContract.differences(
            sync, Map.of("com.atproto.sync.getRepo", "public"), Set.of("/extra")));
    assertEquals(
        List.of("com.atproto.sync.getBlob is public in the catalogue but wired as owner"),
        CatalogueContract.differences(sync, Map.of("com.atproto.sync.getBlob", "owner"), Set.of()));
  }

  @Test
  void aPubSubFunctionHasNoMethods() {
    assertEquals(
        List.of("push has no http trigger in the catalogue"),
        CatalogueContract.differences(CATALOGUE.function("push"), Map.of(), Set.of()));
  }
}
