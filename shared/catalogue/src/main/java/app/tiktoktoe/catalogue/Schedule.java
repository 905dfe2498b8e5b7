package app.tiktoktoe.catalogue;

import java.time.Duration;

/**
 * A message that the scheduler publishes to the function's topic again and again.
 *
 * @param every the pause between two messages, whole minutes
 * @param task the message is {@code {"task":"<task>"}}
 */
public record Schedule(Duration every, String task) {}
