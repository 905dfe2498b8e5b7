package app.tiktoktoe.functions.moderation;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.Map;

/** The function as the framework starts it, with the environment of a test. */
public final class WiredModeration implements HttpFunction {
  static Map<String, String> environment = Map.of();

  private final ModerationFunction function =
      new ModerationFunction(ModerationWiring.service(environment));

  /** For the framework. */
  public WiredModeration() {}

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    function.service(request, response);
  }
}
