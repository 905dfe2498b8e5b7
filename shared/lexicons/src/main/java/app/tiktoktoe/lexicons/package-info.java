/** The lexicons this product speaks, as JSON on the class path. */
@NullMarked
package app.tiktoktoe.lexicons;

import org.jspecify.annotations.NullMarked;
