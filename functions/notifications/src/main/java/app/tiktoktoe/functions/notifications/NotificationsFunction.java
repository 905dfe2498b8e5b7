package app.tiktoktoe.functions.notifications;

import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code notifications}. */
public final class NotificationsFunction implements HttpFunction {
  private final XrpcService service;

  /** Wires from the environment. */
  public NotificationsFunction() {
    this(NotificationsWiring.service(System.getenv()));
  }

  NotificationsFunction(XrpcService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
