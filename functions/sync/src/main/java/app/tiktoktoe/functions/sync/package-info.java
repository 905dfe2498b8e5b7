/** Repositories and blobs for other servers: {@code com.atproto.sync}. */
@NullMarked
package app.tiktoktoe.functions.sync;

import org.jspecify.annotations.NullMarked;
