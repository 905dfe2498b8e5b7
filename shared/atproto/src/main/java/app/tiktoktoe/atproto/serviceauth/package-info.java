/** Short-lived tokens by which one server calls another in the name of an account. */
@NullMarked
package app.tiktoktoe.atproto.serviceauth;

import org.jspecify.annotations.NullMarked;
