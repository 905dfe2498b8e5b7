/** Reads the test vectors of the module. */
@NullMarked
package app.tiktoktoe.atproto.vectors;

import org.jspecify.annotations.NullMarked;
