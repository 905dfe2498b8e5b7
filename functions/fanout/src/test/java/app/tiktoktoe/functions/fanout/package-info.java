/** Checks the function at the wire. */
@NullMarked
package app.tiktoktoe.functions.fanout;

import org.jspecify.annotations.NullMarked;
