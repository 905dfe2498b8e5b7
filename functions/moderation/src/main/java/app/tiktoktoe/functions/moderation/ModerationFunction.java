package app.tiktoktoe.functions.moderation;

import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code moderation}. */
public final class ModerationFunction implements HttpFunction {
  private final XrpcService service;

  /** Wires from the environment. */
  public ModerationFunction() {
    this(ModerationWiring.service(System.getenv()));
  }

  ModerationFunction(XrpcService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
