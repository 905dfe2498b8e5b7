package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.events.EventService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code maintenance}. */
public final class MaintenanceFunction implements HttpFunction {
  private final EventService service;

  /** Wires from the environment. */
  public MaintenanceFunction() {
    this(MaintenanceWiring.service(System.getenv()));
  }

  MaintenanceFunction(EventService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
