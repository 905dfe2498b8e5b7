package app.tiktoktoe.functions.notifications;

import app.tiktoktoe.testkit.CatalogueContract;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

class NotificationsCatalogueTest extends CatalogueContract {
  @Override
  protected String functionName() {
    return "notifications";
  }

  @Override
  protected Class<?> entryClass() {
    return NotificationsFunction.class;
  }

  @Override
  protected Map<String, String> wiredMethods() {
    return NotificationsWiring.service(TestService.environment("demo-wiring")).routes().stream()
        .collect(
            Collectors.toMap(
                route -> route.nsid().orElseThrow().value(),
                route -> route.auth().name().toLowerCase(Locale.ROOT)));
  }
}
