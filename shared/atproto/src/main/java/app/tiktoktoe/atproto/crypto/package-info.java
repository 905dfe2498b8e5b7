/** Signing and public keys on the two curves of the AT Protocol, and their text forms. */
@NullMarked
package app.tiktoktoe.atproto.crypto;

import org.jspecify.annotations.NullMarked;
