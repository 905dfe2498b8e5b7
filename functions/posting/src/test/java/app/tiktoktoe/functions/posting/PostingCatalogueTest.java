package app.tiktoktoe.functions.posting;

import app.tiktoktoe.testkit.CatalogueContract;
import app.tiktoktoe.xrpc.Route;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

class PostingCatalogueTest extends CatalogueContract {
  @Override
  protected String functionName() {
    return "posting";
  }

  @Override
  protected Class<?> entryClass() {
    return PostingFunction.class;
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
            "BUCKET_BLOBS", "blobs");
    return PostingWiring.service(environment).routes().stream()
        .collect(
            Collectors.toMap(
                route -> route.nsid().orElseThrow().toString(), PostingCatalogueTest::level));
  }

  private static String level(Route route) {
    return route.auth().name().toLowerCase(Locale.ROOT);
  }
}
