package app.tiktoktoe.emulators.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The newest lines that the functions and the stack logged, each with a number that grows. A line
 * that is no JSON object becomes one with the text as its message. Thread-safe.
 */
final class LogLines {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final int kept;
  private final List<Consumer<JsonNode>> listeners;
  private final Deque<ObjectNode> lines = new ArrayDeque<>();
  private long last;

  /** Keeps the newest {@code kept} lines and hands each line to every listener. */
  LogLines(int kept, List<Consumer<JsonNode>> listeners) {
    this.kept = kept;
    this.listeners = List.copyOf(listeners);
  }

  /** Takes a line from the standard output of {@code process}. */
  void printed(String process, String line) {
    if (!line.isBlank()) {
      add(parsed(process, line));
    }
  }

  /** Takes an entry of the stack's own. */
  void add(ObjectNode entry) {
    listeners.forEach(listener -> listener.accept(entry));
    synchronized (this) {
      lines.addLast(entry.deepCopy().put("line", ++last));
      if (lines.size() > kept) {
        lines.removeFirst();
      }
    }
  }

  /**
   * {@code {"cursor": N, "lines": […]}}: the lines after {@code since}, at most the newest {@code
   * limit}.
   */
  synchronized ObjectNode after(long since, int limit) {
    ObjectNode answer = JSON.createObjectNode().put("cursor", last);
    ArrayNode found = answer.putArray("lines");
    List<ObjectNode> after =
        lines.stream().filter(line -> line.path("line").asLong() > since).toList();
    found.addAll(after.subList(Math.max(0, after.size() - limit), after.size()));
    return answer;
  }

  private static ObjectNode parsed(String process, String line) {
    if (line.startsWith("{")) {
      try {
        if (JSON.readTree(line) instanceof ObjectNode entry) {
          return entry;
        }
      } catch (JsonProcessingException e) {
        return text(process, line);
      }
    }
    return text(process, line);
  }

  private static ObjectNode text(String process, String line) {
    return JSON.createObjectNode()
        .put("severity", "DEFAULT")
        .put("process", process)
        .put("message", line);
  }
}
