/** Operations of did:plc identities and the rules by which a directory accepts them. */
@NullMarked
package app.tiktoktoe.atproto.plc;

import org.jspecify.annotations.NullMarked;
