/** Tests of the mail emulator. */
@NullMarked
package app.tiktoktoe.emulators.mail;

import org.jspecify.annotations.NullMarked;
