package app.tiktoktoe.functions.budget;

import app.tiktoktoe.events.EventService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code budget}. */
public final class BudgetFunction implements HttpFunction {
  private final EventService service;

  /** Wires from the environment. */
  public BudgetFunction() {
    this(BudgetWiring.service(System.getenv()));
  }

  BudgetFunction(EventService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
