package app.tiktoktoe.functions.push;

import app.tiktoktoe.events.EventService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code push}. */
public final class PushFunction implements HttpFunction {
  private final EventService service;

  /** Wires from the environment. */
  public PushFunction() {
    this(PushWiring.service(System.getenv()));
  }

  PushFunction(EventService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
