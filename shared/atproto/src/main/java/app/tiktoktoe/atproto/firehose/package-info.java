/** The frames of {@code com.atproto.sync.subscribeRepos}, the stream of all repositories. */
@NullMarked
package app.tiktoktoe.atproto.firehose;

import org.jspecify.annotations.NullMarked;
