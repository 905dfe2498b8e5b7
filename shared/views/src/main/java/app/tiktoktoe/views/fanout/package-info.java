/** Copies what an account posts and reposts into the timelines of its followers. */
@NullMarked
package app.tiktoktoe.views.fanout;

import org.jspecify.annotations.NullMarked;
