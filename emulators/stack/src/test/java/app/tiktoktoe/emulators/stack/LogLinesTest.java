package app.tiktoktoe.emulators.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class LogLinesTest {
  private final List<JsonNode> heard = new ArrayList<>();
  private final LogLines log = new LogLines(3, List.of(heard::add));

  @Test
  void keepsObjectsAsTheyAreAndWrapsEverythingElse() {
    log.printed("host", "{\"message\":\"m\",\"status\":200}");
    log.printed("host", "  ");
    log.printed("host", "{\"half\":");
    log.printed("host", "{\"a\":1}{\"b\":2}");
    assertEquals(
        """
        {"cursor":3,"lines":[\
        {"message":"m","status":200,"line":1},\
        {"severity":"DEFAULT","process":"host","message":"{\\"half\\":","line":2},\
        {"severity":"DEFAULT","process":"host","message":"{\\"a\\":1}{\\"b\\":2}","line":3}]}\
        """,
        log.after(0, 10).toString());
    assertEquals("{\"message\":\"m\",\"status\":200}", heard.getFirst().toString());
    assertEquals(3, heard.size());
  }

  @Test
  void forgetsTheOldestAndGoesOnCounting() {
    add("a", "b", "c", "d", "e");
    assertEquals(List.of("c", "d", "e"), messages(log.after(0, 10)));
    assertEquals(5, log.after(0, 10).path("cursor").asLong());
  }

  @Test
  void aCursorGivesWhatCameSince() {
    add("a", "b");
    long cursor = log.after(0, 10).path("cursor").asLong();
    assertEquals(List.of(), messages(log.after(cursor, 10)));
    add("c");
    assertEquals(List.of("c"), messages(log.after(cursor, 10)));
  }

  @Test
  void aLimitLeavesTheNewest() {
    add("a", "b", "c");
    assertEquals(List.of("b", "c"), messages(log.after(0, 2)));
    assertEquals(List.of(), messages(log.after(0, 0)));
  }

  @Test
  void aLineOfTheEntryDoesNotPassForItsNumber() {
    log.printed("host", "{\"message\":\"a\",\"line\":900}");
    add("b");
    assertEquals(List.of("b"), messages(log.after(1, 10)));
  }

  private void add(String... messages) {
    for (String message : messages) {
      log.add(JsonNodeFactory.instance.objectNode().put("message", message));
    }
  }

  private static List<String> messages(JsonNode answer) {
    return StreamSupport.stream(answer.path("lines").spliterator(), false)
        .map(line -> line.path("message").asText())
        .toList();
  }
}
