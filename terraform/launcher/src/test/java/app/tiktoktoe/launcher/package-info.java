/** One process routes to many functions. */
@NullMarked
package app.tiktoktoe.launcher;

import org.jspecify.annotations.NullMarked;
