package app.tiktoktoe.functions.budget;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.Map;

/** The function as the framework starts it, with the environment of a test. */
public final class WiredBudget implements HttpFunction {
  static Map<String, String> environment = Map.of();

  private final BudgetFunction function = new BudgetFunction(BudgetWiring.service(environment));

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    function.service(request, response);
  }
}
