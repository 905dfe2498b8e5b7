/** Messages as versioned records, topics, the outbox, and what receives a pushed message. */
@NullMarked
package app.tiktoktoe.events;

import org.jspecify.annotations.NullMarked;
