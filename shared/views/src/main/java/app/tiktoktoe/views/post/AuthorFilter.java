package app.tiktoktoe.views.post;

import org.jspecify.annotations.Nullable;

/** Which posts of an author are listed. */
public enum AuthorFilter {
  /** All. */
  POSTS_WITH_REPLIES(null, true),
  /** All but replies. */
  POSTS_NO_REPLIES("isReply", false),
  /** Those with images or a video. */
  POSTS_WITH_MEDIA("hasMedia", true),
  /** Those with a video. */
  POSTS_WITH_VIDEO("hasVideo", true),
  /** All but replies to others. */
  POSTS_AND_AUTHOR_THREADS("inOwnThread", true);

  private final @Nullable String field;
  private final boolean value;

  AuthorFilter(@Nullable String field, boolean value) {
    this.field = field;
    this.value = value;
  }

  @Nullable String field() {
    return field;
  }

  boolean value() {
    return value;
  }
}
