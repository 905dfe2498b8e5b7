/** The AT Protocol data model: strict DAG-CBOR and the rules of its JSON form. */
@NullMarked
package app.tiktoktoe.atproto.cbor;

import org.jspecify.annotations.NullMarked;
