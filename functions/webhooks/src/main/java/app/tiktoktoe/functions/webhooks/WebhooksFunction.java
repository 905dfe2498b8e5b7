package app.tiktoktoe.functions.webhooks;

import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code webhooks}. */
public final class WebhooksFunction implements HttpFunction {
  private final XrpcService service;

  /** Wires from the environment. */
  public WebhooksFunction() {
    this(WebhooksWiring.service(System.getenv()));
  }

  WebhooksFunction(XrpcService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
