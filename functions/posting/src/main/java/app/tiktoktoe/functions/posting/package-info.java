/** Repository writes and reads, and blobs: {@code com.atproto.repo}. */
@NullMarked
package app.tiktoktoe.functions.posting;

import org.jspecify.annotations.NullMarked;
