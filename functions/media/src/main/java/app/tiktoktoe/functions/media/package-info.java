/** An uploaded original becomes renditions, a poster and a blob, in a child process with limits. */
@NullMarked
package app.tiktoktoe.functions.media;

import org.jspecify.annotations.NullMarked;
