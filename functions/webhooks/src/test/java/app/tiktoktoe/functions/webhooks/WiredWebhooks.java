package app.tiktoktoe.functions.webhooks;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.Map;

/** The function as the framework starts it, with the environment of a test. */
public final class WiredWebhooks implements HttpFunction {
  static Map<String, String> environment = Map.of();

  private final WebhooksFunction function =
      new WebhooksFunction(WebhooksWiring.service(environment));

  /** For the framework. */
  public WiredWebhooks() {}

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    function.service(request, response);
  }
}
