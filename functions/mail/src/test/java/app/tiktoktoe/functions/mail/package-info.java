/** Tests of the mail function. */
@NullMarked
package app.tiktoktoe.functions.mail;

import org.jspecify.annotations.NullMarked;
