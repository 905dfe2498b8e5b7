/** The function at the wire, against an emulated push service. */
@NullMarked
package app.tiktoktoe.functions.push;

import org.jspecify.annotations.NullMarked;
