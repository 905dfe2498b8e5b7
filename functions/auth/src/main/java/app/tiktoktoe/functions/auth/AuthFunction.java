package app.tiktoktoe.functions.auth;

import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code auth}. */
public final class AuthFunction implements HttpFunction {
  private final XrpcService service;

  /** Wires from the environment. */
  public AuthFunction() {
    this(AuthWiring.service(System.getenv()));
  }

  AuthFunction(XrpcService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
