package app.tiktoktoe.functions.fanout;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The entry class of {@code fanout}. */
public final class FanoutFunction implements HttpFunction {
  private final HttpFunction service;

  /** Wires itself from the environment. */
  public FanoutFunction() {
    this(FanoutWiring.service(System.getenv()));
  }

  FanoutFunction(HttpFunction service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
