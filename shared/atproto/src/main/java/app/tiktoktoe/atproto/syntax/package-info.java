/** The identifiers and small string formats of the AT Protocol: types that parse or refuse. */
@NullMarked
package app.tiktoktoe.atproto.syntax;

import org.jspecify.annotations.NullMarked;
