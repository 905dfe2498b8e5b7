package app.tiktoktoe.views.post;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which post: as text {@code {author}_{rkey}}. The key of a post is a TID, as its lexicon demands,
 * so the last underscore is the one between the two.
 */
public record PostKey(Did author, Tid rkey) {
  /** The collection of posts. */
  public static final Nsid COLLECTION = Nsid.parse("app.bsky.feed.post");

  /**
   * Reads {@link #toString}.
   *
   * @throws IllegalArgumentException when it is not that
   */
  public static PostKey parse(String text) {
    int underscore = text.lastIndexOf('_');
    if (underscore < 0) {
      throw new IllegalArgumentException("Not a post key: " + text);
    }
    return new PostKey(
        Did.parse(text.substring(0, underscore)), Tid.parse(text.substring(underscore + 1)));
  }

  /** The post at an address; empty when the address is not one of a post by DID. */
  public static Optional<PostKey> of(AtUri uri) {
    @Nullable RecordKey rkey = uri.rkey();
    return uri.authority() instanceof Did did
            && COLLECTION.equals(uri.collection())
            && rkey != null
            && Tid.isValid(rkey.value())
        ? Optional.of(new PostKey(did, Tid.parse(rkey.value())))
        : Optional.empty();
  }

  /** The post's address. */
  public AtUri uri() {
    return AtUri.of(author, COLLECTION, RecordKey.parse(rkey.value()));
  }

  @Override
  public String toString() {
    return author.value() + "_" + rkey.value();
  }
}
