/** CAR files: a root and blocks, one after another, each under the CID of its bytes. */
@NullMarked
package app.tiktoktoe.atproto.car;

import org.jspecify.annotations.NullMarked;
