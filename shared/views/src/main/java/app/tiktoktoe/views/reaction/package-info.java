/** Likes and reposts, by post, by actor, and packed by viewer. */
@NullMarked
package app.tiktoktoe.views.reaction;

import org.jspecify.annotations.NullMarked;
