/** Accounts, sessions, identity and preferences over HTTP. */
@NullMarked
package app.tiktoktoe.functions.auth;

import org.jspecify.annotations.NullMarked;
