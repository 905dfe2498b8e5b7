/** The function at the wire, and what its methods cost. */
@NullMarked
package app.tiktoktoe.functions.feed;

import org.jspecify.annotations.NullMarked;
