package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/**
 * More instances of a function, to see what several do to each other, and the death of one. Thread-
 * safe.
 */
final class InstanceEndpoints implements Gateway.Extra {
  private static final String START = "POST /_dev/instances";
  private static final String KILL = "POST /_dev/kill";
  private static final String PARAMETER = "function=";

  private final Catalogue catalogue;
  private final Hosts hosts;

  InstanceEndpoints(Catalogue catalogue, Hosts hosts) {
    this.catalogue = catalogue;
    this.hosts = hosts;
  }

  @Override
  public boolean answer(HttpExchange exchange, String rawPath) throws IOException {
    String asked = exchange.getRequestMethod() + " " + rawPath;
    if (!asked.equals(START) && !asked.equals(KILL)) {
      return false;
    }
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    String name = query.startsWith(PARAMETER) ? query.substring(PARAMETER.length()) : "";
    FunctionEntry function = catalogue.functions().get(name);
    if (function == null) {
      Answers.error(
          exchange,
          400,
          "InvalidRequest",
          "function is not one of " + catalogue.functions().keySet());
    } else if (asked.equals(KILL)) {
      exchange.sendResponseHeaders(hosts.kill(function) ? 204 : 404, -1);
    } else {
      start(exchange, function);
    }
    return true;
  }

  private void start(HttpExchange exchange, FunctionEntry function) throws IOException {
    Hosts.Instance instance = hosts.another(function);
    Answers.json(
        exchange,
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("origin", instance.origin().toString())
            .put("pid", instance.pid()));
  }
}
