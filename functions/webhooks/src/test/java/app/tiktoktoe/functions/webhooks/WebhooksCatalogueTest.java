package app.tiktoktoe.functions.webhooks;

import app.tiktoktoe.testkit.CatalogueContract;
import app.tiktoktoe.xrpc.Route;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

class WebhooksCatalogueTest extends CatalogueContract {
  @Override
  protected String functionName() {
    return "webhooks";
  }

  @Override
  protected Class<?> entryClass() {
    return WebhooksFunction.class;
  }

  @Override
  protected Map<String, String> wiredMethods() {
    return Map.of();
  }

  @Override
  protected Set<String> wiredPaths() {
    Map<String, String> environment =
        Map.of(
            "SERVICE_ORIGIN", "http://localhost",
            "SERVICE_DID", "did:web:localhost",
            "HANDLE_DOMAINS", ".test",
            "GOOGLE_CLOUD_PROJECT", "demo-unused",
            "METERED_FIRESTORE_EMULATOR_HOST", "localhost:1");
    return WebhooksWiring.service(environment).routes().stream()
        .map(Route::path)
        .collect(Collectors.toSet());
  }
}
