/** What a DID document says about an account. */
@NullMarked
package app.tiktoktoe.atproto.identity;

import org.jspecify.annotations.NullMarked;
