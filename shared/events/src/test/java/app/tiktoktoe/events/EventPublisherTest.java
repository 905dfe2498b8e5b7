package app.tiktoktoe.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
  private static final String HERE = "00-" + "1".repeat(32) + "-" + "a".repeat(16) + "-01";
  private static final String STEP = "00-" + "1".repeat(32) + "-" + "b".repeat(16) + "-01";
  private static final String ELSEWHERE = "00-" + "2".repeat(32) + "-" + "c".repeat(16) + "-00";

  private static Map<String, String> sent(Map<String, String> attributes, Optional<String> step) {
    Message message = new Message(Topic.COMMITS, ByteString.copyFromUtf8("x"), attributes);
    return EventPublisher.encode(message, step).getAttributesMap();
  }

  @Test
  void aMessageNamesTheStepThatPublishesIt() {
    assertEquals(Map.of("traceparent", STEP), sent(Map.of(), Optional.of(STEP)));
    assertEquals(Map.of("traceparent", STEP), sent(Map.of("traceparent", HERE), Optional.of(STEP)));
    assertEquals(Map.of("a", "b"), sent(Map.of("a", "b"), Optional.empty()));
  }

  @Test
  void aLateMessageStaysInTheTraceThatItWasWrittenIn() {
    assertEquals(
        Map.of("traceparent", ELSEWHERE),
        sent(Map.of("traceparent", ELSEWHERE), Optional.of(STEP)));
  }

  @Test
  void publishesToNoTopicThatItWasNotGiven() {
    EventPublisher publisher =
        new EventPublisher(
            topic -> {
              throw new AssertionError("opened " + topic);
            },
            Topic.COMMITS);
    Message message = new Message(Topic.UPLOADS, ByteString.EMPTY, Map.of());
    IllegalArgumentException fault =
        assertThrows(
            IllegalArgumentException.class,
            () -> publisher.publish(List.of(message), Duration.ofSeconds(1)));
    assertEquals("UPLOADS is not one of [COMMITS]", fault.getMessage());
  }
}
