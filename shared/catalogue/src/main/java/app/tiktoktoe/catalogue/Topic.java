package app.tiktoktoe.catalogue;

import java.time.Duration;

/**
 * A Pub/Sub topic.
 *
 * @param retention how long messages are kept, 10 minutes to 31 days
 */
public record Topic(String name, Duration retention) {}
