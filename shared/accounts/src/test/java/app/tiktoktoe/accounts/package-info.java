/** Tests of accounts on the official Firestore emulator and a PLC directory. */
@NullMarked
package app.tiktoktoe.accounts;

import org.jspecify.annotations.NullMarked;
