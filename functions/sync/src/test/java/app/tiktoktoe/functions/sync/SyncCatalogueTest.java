package app.tiktoktoe.functions.sync;

import app.tiktoktoe.testkit.CatalogueContract;
import app.tiktoktoe.xrpc.Route;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

class SyncCatalogueTest extends CatalogueContract {
  @Override
  protected String functionName() {
    return "sync";
  }

  @Override
  protected Class<?> entryClass() {
    return SyncFunction.class;
  }

  @Override
  protected Map<String, String> wiredMethods() {
    Map<String, String> environment =
        Map.of(
            "SERVICE_ORIGIN", "http://localhost",
            "SERVICE_DID", "did:web:localhost",
            "HANDLE_DOMAINS", ".test",
            "GOOGLE_CLOUD_PROJECT", "demo-unused",
            "METERED_FIRESTORE_EMULATOR_HOST", "localhost:1",
            "STORAGE_EMULATOR_HOST", "http://localhost:1",
            "BUCKET_BLOBS", "blobs",
            "BUCKET_SNAPSHOTS", "snapshots");
    return SyncWiring.service(environment).routes().stream()
        .collect(
            Collectors.toMap(
                route -> route.nsid().orElseThrow().toString(), SyncCatalogueTest::level));
  }

  private static String level(Route route) {
    return route.auth().name().toLowerCase(Locale.ROOT);
  }
}
