package app.tiktoktoe.functions.sync;

import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code sync}. */
public final class SyncFunction implements HttpFunction {
  private final XrpcService service;

  /** Wires from the environment. */
  public SyncFunction() {
    this(SyncWiring.service(System.getenv()));
  }

  SyncFunction(XrpcService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
