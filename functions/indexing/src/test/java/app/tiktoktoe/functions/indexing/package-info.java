/** Checks the function at the wire. */
@NullMarked
package app.tiktoktoe.functions.indexing;

import org.jspecify.annotations.NullMarked;
