package app.tiktoktoe.launcher;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Serves the whole catalogue from one process: the path of a request says whose it is. The training
 * of the image's cache runs it, so that one cache holds the classes of all; where a service per
 * function is too much, it is the one service.
 *
 * <p>{@code ROUTES} names the routes' file, {@code /app/routes.properties} unless set.
 */
public final class EveryFunction implements HttpFunction {
  private final Routes routes;

  /** Reads the routes; no function is built before its first request. */
  public EveryFunction() throws IOException {
    this(
        Routes.read(
            Path.of(
                Optional.ofNullable(System.getenv("ROUTES")).orElse("/app/routes.properties"))));
  }

  EveryFunction(Routes routes) {
    this.routes = routes;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    Optional<HttpFunction> function = routes.find(URI.create(request.getUri()).getRawPath());
    if (function.isPresent()) {
      function.get().service(request, response);
      return;
    }
    response.setStatusCode(404);
    response.setContentType("application/json");
    response
        .getOutputStream()
        .write(
            "{\"error\":\"NotFound\",\"message\":\"No such path\"}"
                .getBytes(StandardCharsets.UTF_8));
  }
}
