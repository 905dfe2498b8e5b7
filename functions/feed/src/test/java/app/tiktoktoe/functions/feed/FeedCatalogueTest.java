package app.tiktoktoe.functions.feed;

import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.testkit.CatalogueContract;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

class FeedCatalogueTest extends CatalogueContract {
  @Override
  protected String functionName() {
    return "feed";
  }

  @Override
  protected Class<?> entryClass() {
    return FeedFunction.class;
  }

  @Override
  protected Map<String, String> wiredMethods() {
    return new FeedWiring(
            Environment.of(TestService.environment("demo-wiring")), InstantSource.system())
        .routes().stream()
            .collect(
                Collectors.toMap(
                    route -> route.nsid().orElseThrow().value(),
                    route -> route.auth().name().toLowerCase(Locale.ROOT)));
  }
}
