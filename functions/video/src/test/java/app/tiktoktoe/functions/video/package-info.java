/** The function at the wire. */
@NullMarked
package app.tiktoktoe.functions.video;

import org.jspecify.annotations.NullMarked;
