package app.tiktoktoe.emulators.stack;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a rehearsal of the runbooks needs: where this stack's services are, for a shell, and new
 * instances of every function. Thread-safe.
 */
final class DrillEndpoints implements Gateway.Extra {
  private final Map<String, String> variables;
  private final Hosts hosts;

  /**
   * Shows {@code variables}, restarts {@code hosts}.
   *
   * @param variables without quotes or line breaks in the values
   */
  DrillEndpoints(Map<String, String> variables, Hosts hosts) {
    this.variables = new TreeMap<>(variables);
    this.hosts = hosts;
  }

  @Override
  public boolean answer(HttpExchange exchange, String rawPath) throws IOException {
    switch (exchange.getRequestMethod() + " " + rawPath) {
      case "GET /_dev/environment" ->
          Answers.send(exchange, 200, "text/plain; charset=utf-8", assignments());
      case "POST /_dev/restart" -> {
        hosts.restart();
        exchange.sendResponseHeaders(204, -1);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private byte[] assignments() {
    StringBuilder lines = new StringBuilder();
    variables.forEach((name, value) -> lines.append("export %s='%s'\n".formatted(name, value)));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }
}
