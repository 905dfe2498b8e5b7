/** Content identifiers of the AT Protocol and the encodings they are made of. */
@NullMarked
package app.tiktoktoe.atproto.cid;

import org.jspecify.annotations.NullMarked;
