/** A new post reaches the followers' timelines. */
@NullMarked
package app.tiktoktoe.functions.fanout;

import org.jspecify.annotations.NullMarked;
