package app.tiktoktoe.functions.maintenance;

import com.fasterxml.jackson.databind.JsonNode;

/** What a message asks for. May run twice, also at once. Implementations are thread-safe. */
@FunctionalInterface
interface Task {
  /**
   * Does it.
   *
   * @param message what was asked, for tasks that differ from time to time
   */
  void run(JsonNode message);

  /** A task that is always the same. */
  static Task of(Runnable work) {
    return message -> work.run();
  }
}
