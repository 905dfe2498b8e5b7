package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code GET /_dev/traces} lists the newest traces, {@code GET /_dev/traces/TRACE_ID} shows one as
 * a tree. Thread-safe.
 */
final class TraceEndpoints implements Gateway.Extra {
  private static final String LIST = "/_dev/traces";
  private static final int MOST_LISTED = 200;

  private final Traces traces;

  /** Shows {@code traces}. */
  TraceEndpoints(Traces traces) {
    this.traces = traces;
  }

  @Override
  public boolean answer(HttpExchange exchange, String rawPath) throws IOException {
    if (!exchange.getRequestMethod().equals("GET")) {
      return false;
    }
    if (rawPath.equals(LIST)) {
      Answers.json(exchange, 200, traces.list(MOST_LISTED));
      return true;
    }
    if (!rawPath.startsWith(LIST + "/")) {
      return false;
    }
    Optional<ObjectNode> tree = traces.tree(rawPath.substring(LIST.length() + 1));
    if (tree.isPresent()) {
      Answers.json(exchange, 200, tree.get());
    } else {
      Answers.error(exchange, 404, "NotFound", "No such trace, or it was not sampled");
    }
    return true;
  }
}
