package app.tiktoktoe.functions.video;

import app.tiktoktoe.testkit.CatalogueContract;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

class VideoCatalogueTest extends CatalogueContract {
  @Override
  protected String functionName() {
    return "video";
  }

  @Override
  protected Class<?> entryClass() {
    return VideoFunction.class;
  }

  @Override
  protected Map<String, String> wiredMethods() {
    return VideoWiring.service(
            Map.of(
                "GOOGLE_CLOUD_PROJECT", "demo-catalogue",
                "METERED_FIRESTORE_EMULATOR_HOST", "localhost:1",
                "SERVICE_ORIGIN", "http://localhost",
                "SERVICE_DID", "did:web:localhost",
                "HANDLE_DOMAINS", ".test",
                "BUCKET_UPLOADS", "uploads"))
        .routes()
        .stream()
        .collect(
            Collectors.toMap(
                route -> route.nsid().orElseThrow().toString(),
                route -> route.auth().name().toLowerCase(Locale.ROOT)));
  }
}
