/** Accounts, credentials, sessions, sign-up and who is who. */
@NullMarked
package app.tiktoktoe.accounts;

import org.jspecify.annotations.NullMarked;
