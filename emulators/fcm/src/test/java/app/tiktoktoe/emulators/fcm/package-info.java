/** The emulator driven by firebase-admin. */
@NullMarked
package app.tiktoktoe.emulators.fcm;

import org.jspecify.annotations.NullMarked;
