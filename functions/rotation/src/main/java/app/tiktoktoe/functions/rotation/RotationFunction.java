package app.tiktoktoe.functions.rotation;

import app.tiktoktoe.events.EventService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code rotation}. */
public final class RotationFunction implements HttpFunction {
  private final EventService service;

  /** Wires from the environment. */
  public RotationFunction() {
    this(RotationWiring.service(System.getenv()));
  }

  RotationFunction(EventService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
