package app.tiktoktoe.functions.auth;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** {@link AuthFunction} with the environment that the test prepared, as the framework starts it. */
public final class AuthUnderTest implements HttpFunction {
  static final AtomicReference<Map<String, String>> ENVIRONMENT = new AtomicReference<>(Map.of());

  private final AuthFunction function = new AuthFunction(AuthWiring.service(ENVIRONMENT.get()));

  /** For the framework. */
  public AuthUnderTest() {}

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    function.service(request, response);
  }
}
