/** Requests to addresses that strangers name. */
@NullMarked
package app.tiktoktoe.outbound;

import org.jspecify.annotations.NullMarked;
