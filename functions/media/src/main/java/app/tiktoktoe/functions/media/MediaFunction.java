package app.tiktoktoe.functions.media;

import app.tiktoktoe.events.EventService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code media}. */
public final class MediaFunction implements HttpFunction {
  private final EventService service;

  /** Wires from the environment. */
  public MediaFunction() {
    this(MediaWiring.service(System.getenv()));
  }

  MediaFunction(EventService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
