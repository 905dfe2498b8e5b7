package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.lexicon.Lexicons;
import com.fasterxml.jackson.databind.JsonNode;

/** What happens to an answer before it is sent. Implementations are thread-safe. */
@FunctionalInterface
public interface AnswerCheck {
  /** The reply to send. */
  Reply check(Route route, Reply reply);

  /** Sends every answer as it is. */
  static AnswerCheck none() {
    return (route, reply) -> reply;
  }

  /**
   * Fails a call whose JSON its lexicon does not allow: clients throw away a whole page for one bad
   * field, so tests and laptops run with this.
   */
  static AnswerCheck strict(Lexicons lexicons) {
    return (route, reply) -> {
      if (reply instanceof Reply.Json(JsonNode body, var headers) && route.nsid().isPresent()) {
        lexicons
            .method(route.nsid().get())
            .flatMap(lexicon -> lexicon.checkOutput(body))
            .ifPresent(
                violation -> {
                  throw new IllegalStateException(
                      route.nsid().get() + " answers what its lexicon refuses: " + violation);
                });
      }
      return reply;
    };
  }
}
