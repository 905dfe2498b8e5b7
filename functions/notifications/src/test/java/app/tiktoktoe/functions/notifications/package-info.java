/** The function at the wire. */
@NullMarked
package app.tiktoktoe.functions.notifications;

import org.jspecify.annotations.NullMarked;
