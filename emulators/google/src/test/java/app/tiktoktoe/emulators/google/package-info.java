/** Tests against the emulators of this machine. */
@NullMarked
package app.tiktoktoe.emulators.google;

import org.jspecify.annotations.NullMarked;
