/** Notifications, how far they were seen, and the devices that they reach. */
@NullMarked
package app.tiktoktoe.views.notification;

import org.jspecify.annotations.NullMarked;
