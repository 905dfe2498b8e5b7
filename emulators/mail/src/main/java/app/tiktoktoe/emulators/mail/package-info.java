/** A stand-in for SendGrid. */
@NullMarked
package app.tiktoktoe.emulators.mail;

import org.jspecify.annotations.NullMarked;
