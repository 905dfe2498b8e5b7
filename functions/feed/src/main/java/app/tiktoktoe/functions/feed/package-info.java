/** Timelines, threads, profiles and the graph, as {@code app.bsky} describes them. */
@NullMarked
package app.tiktoktoe.functions.feed;

import org.jspecify.annotations.NullMarked;
