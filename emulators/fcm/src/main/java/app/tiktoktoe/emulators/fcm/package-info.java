/** Firebase Cloud Messaging over HTTP v1: accepts messages as Google would, and keeps them. */
@NullMarked
package app.tiktoktoe.emulators.fcm;

import org.jspecify.annotations.NullMarked;
