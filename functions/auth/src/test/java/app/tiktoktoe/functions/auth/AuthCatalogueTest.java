package app.tiktoktoe.functions.auth;

import app.tiktoktoe.testkit.CatalogueContract;
import app.tiktoktoe.xrpc.Route;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

class AuthCatalogueTest extends CatalogueContract {
  private final List<Route> routes =
      AuthWiring.service(
              Map.of(
                  "SERVICE_ORIGIN", "http://localhost:8080",
                  "SERVICE_DID", "did:web:localhost%3A8080",
                  "HANDLE_DOMAINS", ".tiktoktoe.test",
                  "GOOGLE_CLOUD_PROJECT", "demo-test",
                  "METERED_FIRESTORE_EMULATOR_HOST", "localhost:1",
                  "PLC_URL", "http://localhost:2"))
          .routes();

  @Override
  protected String functionName() {
    return "auth";
  }

  @Override
  protected Class<?> entryClass() {
    return AuthFunction.class;
  }

  @Override
  protected Map<String, String> wiredMethods() {
    return routes.stream()
        .filter(route -> route.nsid().isPresent())
        .collect(
            Collectors.toMap(
                route -> route.nsid().orElseThrow().value(),
                route -> route.auth().name().toLowerCase(Locale.ROOT)));
  }

  @Override
  protected Set<String> wiredPaths() {
    return routes.stream()
        .filter(route -> route.nsid().isEmpty())
        .map(Route::path)
        .collect(Collectors.toSet());
  }
}
