package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.indexing.NotificationWriter.Draft;
import app.tiktoktoe.views.notification.Notification.Reason;
import app.tiktoktoe.views.post.PostKey;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a post's record refers to.
 *
 * @param mentions at most 50
 */
record PostContent(
    @Nullable AtUri parent,
    @Nullable AtUri root,
    @Nullable AtUri quoted,
    Set<Did> mentions,
    boolean hasMedia,
    boolean hasVideo,
    @Nullable CaptionedVideo captioned) {
  private static final int MAX_MENTIONS = 50;
  private static final int MAX_URI = 1_000;

  static PostContent of(ObjectNode record) {
    JsonNode embed = record.path("embed");
    boolean both = isA(embed, "app.bsky.embed.recordWithMedia");
    JsonNode media = both ? embed.path("media") : embed;
    boolean video = isA(media, "app.bsky.embed.video");
    AtUri parent = uri(record.path("reply").path("parent").path("uri"));
    AtUri root = uri(record.path("reply").path("root").path("uri"));
    boolean reply = parent != null && root != null;
    return new PostContent(
        reply ? parent : null,
        reply ? root : null,
        quoted(embed, both),
        mentions(record.path("facets")),
        video || isA(media, "app.bsky.embed.images"),
        video,
        video ? CaptionedVideo.of(media).orElse(null) : null);
  }

  private static @Nullable AtUri quoted(JsonNode embed, boolean both) {
    if (both) {
      return uri(embed.path("record").path("record").path("uri"));
    }
    return isA(embed, "app.bsky.embed.record") ? uri(embed.path("record").path("uri")) : null;
  }

  private static Set<Did> mentions(JsonNode facets) {
    Set<Did> mentions = new LinkedHashSet<>();
    for (JsonNode facet : facets) {
      for (JsonNode feature : facet.path("features")) {
        String did = feature.path("did").asText();
        if (mentions.size() < MAX_MENTIONS
            && isA(feature, "app.bsky.richtext.facet#mention")
            && Subjects.isDid(did)) {
          mentions.add(Did.parse(did));
        }
      }
    }
    return mentions;
  }

  private static boolean isA(JsonNode node, String type) {
    return node.path("$type").asText().equals(type);
  }

  private static @Nullable AtUri uri(JsonNode text) {
    String uri = text.asText();
    return uri.length() <= MAX_URI && AtUri.isValid(uri) ? AtUri.parse(uri) : null;
  }

  /** True for a post that is no reply, or a reply of {@code author} in a thread of its own. */
  boolean isInOwnThread(Did author) {
    return parent == null || (author.equals(author(parent)) && author.equals(author(root)));
  }

  /** Whom the post tells, each account once: of a mention, a quote or a reply, in this order. */
  List<Draft> drafts(Did author) {
    List<Draft> drafts = new ArrayList<>();
    mentions.forEach(did -> drafts.add(new Draft(did, Reason.MENTION, null)));
    addOwner(drafts, Reason.QUOTE, quoted);
    addOwner(drafts, Reason.REPLY, parent);
    addOwner(drafts, Reason.REPLY, root);
    Set<Did> told = new HashSet<>(Set.of(author));
    return drafts.stream().filter(draft -> told.add(draft.recipient())).toList();
  }

  private static void addOwner(List<Draft> drafts, Reason reason, @Nullable AtUri post) {
    if (post != null) {
      PostKey.of(post).ifPresent(key -> drafts.add(new Draft(key.author(), reason, post)));
    }
  }

  private static @Nullable Did author(@Nullable AtUri post) {
    return Optional.ofNullable(post).flatMap(PostKey::of).map(PostKey::author).orElse(null);
  }
}
