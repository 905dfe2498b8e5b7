package app.tiktoktoe.functions.feed;

import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code feed}. */
public final class FeedFunction implements HttpFunction {
  private final XrpcService service;

  /** Wires from the environment. */
  public FeedFunction() {
    this(FeedWiring.service(System.getenv()));
  }

  FeedFunction(XrpcService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
