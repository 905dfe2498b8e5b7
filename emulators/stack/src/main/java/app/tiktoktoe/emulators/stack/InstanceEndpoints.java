package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** More instances of a function, to see what several do to each other. Thread-safe. */
final class InstanceEndpoints implements Gateway.Extra {
  private static final String PARAMETER = "function=";

  private final Catalogue catalogue;
  private final Hosts hosts;

  InstanceEndpoints(Catalogue catalogue, Hosts hosts) {
    this.catalogue = catalogue;
    this.hosts = hosts;
  }

  @Override
  public boolean answer(HttpExchange exchange, String rawPath) throws IOException {
    if (!(exchange.getRequestMethod() + " " + rawPath).equals("POST /_dev/instances")) {
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
      return true;
    }
    Hosts.Instance instance = hosts.another(function);
    Answers.json(
        exchange,
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("origin", instance.origin().toString())
            .put("pid", instance.pid()));
    return true;
  }
}
