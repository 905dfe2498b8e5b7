/** The emulator driven by Google's own client. */
@NullMarked
package app.tiktoktoe.emulators.logging;

import org.jspecify.annotations.NullMarked;
