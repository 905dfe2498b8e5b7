/** Messages on their way to inboxes. */
@NullMarked
package app.tiktoktoe.functions.mail;

import org.jspecify.annotations.NullMarked;
