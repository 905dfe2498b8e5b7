package app.tiktoktoe.views.actor;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.views.Fields;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An account with its profile and its counts: the document {@code actors/{did}}.
 *
 * @param displayName null when its profile has none
 * @param description null when its profile has none
 * @param avatar a blob of its repository; null when its profile has none
 * @param banner a blob of its repository; null when its profile has none
 * @param createdAt when the account was made
 * @param indexedAt when its profile was accepted, or when the account was made
 * @param profileRev the revision of the last operation on its profile; null when there was none
 * @param identityAt when its handle was set
 * @param cardVersion rises whenever a part of {@link #card} changes
 * @param status {@link Viewer#ACTIVE}, or why nobody sees it
 * @param pulled its posts are not copied into timelines; who follows it reads them when needed
 */
public record Actor(
    Did did,
    Handle handle,
    @Nullable String displayName,
    @Nullable String description,
    @Nullable Cid avatar,
    @Nullable Cid banner,
    Instant createdAt,
    Instant indexedAt,
    @Nullable Tid profileRev,
    Instant identityAt,
    long cardVersion,
    String status,
    long followersCount,
    long followsCount,
    long postsCount,
    boolean pulled) {

  /** Reads a document that exists. */
  public static Actor of(DocumentSnapshot document) {
    Fields fields = new Fields(document);
    String rev = fields.optionalText("profileRev");
    return new Actor(
        Did.parse(document.getId()),
        Handle.parse(fields.text("handle")),
        fields.optionalText("displayName"),
        fields.optionalText("description"),
        cid(fields.optionalText("avatar")),
        cid(fields.optionalText("banner")),
        fields.time("createdAt"),
        fields.time("indexedAt"),
        rev == null ? null : Tid.parse(rev),
        fields.time("identityAt"),
        fields.integer("cardVersion"),
        Objects.requireNonNullElse(fields.optionalText("status"), Viewer.ACTIVE),
        fields.integer("followersCount"),
        fields.integer("followsCount"),
        fields.integer("postsCount"),
        fields.flag("pulled"));
  }

  /** True when others see it and what it made. */
  public boolean isShown() {
    return status.equals(Viewer.ACTIVE);
  }

  /** What is copied beside what the account makes. */
  public AuthorCard card() {
    return new AuthorCard(did, handle, displayName, avatar, createdAt, cardVersion);
  }

  static @Nullable Cid cid(@Nullable String text) {
    return text == null ? null : Cid.parse(text);
  }
}
