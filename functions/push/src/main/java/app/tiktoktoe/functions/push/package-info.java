/** Notifications on their way to the phones. */
@NullMarked
package app.tiktoktoe.functions.push;

import org.jspecify.annotations.NullMarked;
