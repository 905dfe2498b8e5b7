package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.post.PostKey;
import java.util.Optional;

/** What records may name: short enough for a document's id and a field's name. */
final class Subjects {
  private static final int MAX_DID = 256;

  private Subjects() {}

  static boolean isDid(String text) {
    return text.length() <= MAX_DID && Did.isValid(text);
  }

  /** The post at an address. */
  static Optional<PostKey> post(String uri) {
    return AtUri.isValid(uri)
        ? PostKey.of(AtUri.parse(uri)).filter(key -> isDid(key.author().value()))
        : Optional.empty();
  }
}
