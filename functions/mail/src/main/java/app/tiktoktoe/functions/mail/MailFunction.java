package app.tiktoktoe.functions.mail;

import app.tiktoktoe.events.EventService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code mail}. */
public final class MailFunction implements HttpFunction {
  private final EventService service;

  /** Wires from the environment. */
  public MailFunction() {
    this(MailWiring.service(System.getenv()));
  }

  MailFunction(EventService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
