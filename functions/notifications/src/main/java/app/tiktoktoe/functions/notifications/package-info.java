/** What accounts are told, how far they have seen it, and the devices that it reaches. */
@NullMarked
package app.tiktoktoe.functions.notifications;

import org.jspecify.annotations.NullMarked;
