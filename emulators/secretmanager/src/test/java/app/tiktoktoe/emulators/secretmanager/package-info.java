/** The emulator driven by Google's own client. */
@NullMarked
package app.tiktoktoe.emulators.secretmanager;

import org.jspecify.annotations.NullMarked;
