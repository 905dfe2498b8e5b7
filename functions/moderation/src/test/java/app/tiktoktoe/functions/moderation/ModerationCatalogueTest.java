package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.testkit.CatalogueContract;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

class ModerationCatalogueTest extends CatalogueContract {
  @Override
  protected String functionName() {
    return "moderation";
  }

  @Override
  protected Class<?> entryClass() {
    return ModerationFunction.class;
  }

  @Override
  protected Map<String, String> wiredMethods() {
    Map<String, String> environment =
        Map.of(
            "SERVICE_ORIGIN", "http://localhost",
            "SERVICE_DID", "did:web:localhost",
            "HANDLE_DOMAINS", ".test",
            "GOOGLE_CLOUD_PROJECT", "demo-unused",
            "BUCKET_MEDIA", "unused",
            "METERED_FIRESTORE_EMULATOR_HOST", "localhost:1");
    return ModerationWiring.service(environment).routes().stream()
        .collect(
            Collectors.toMap(
                route -> route.nsid().orElseThrow().toString(),
                route -> route.auth().name().toLowerCase(Locale.ROOT)));
  }
}
