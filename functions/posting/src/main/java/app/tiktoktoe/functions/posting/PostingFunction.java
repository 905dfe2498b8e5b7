package app.tiktoktoe.functions.posting;

import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code posting}. */
public final class PostingFunction implements HttpFunction {
  private final XrpcService service;

  /** Wires from the environment. */
  public PostingFunction() {
    this(PostingWiring.service(System.getenv()));
  }

  PostingFunction(XrpcService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
