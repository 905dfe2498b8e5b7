/** The Merkle search tree of a repository as a pure function of its sorted entries. */
@NullMarked
package app.tiktoktoe.atproto.mst;

import org.jspecify.annotations.NullMarked;
