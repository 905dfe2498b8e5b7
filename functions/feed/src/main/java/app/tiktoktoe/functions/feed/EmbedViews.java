package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.AtDatetime;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.json.AccountViews;
import app.tiktoktoe.views.json.MediaUrls;
import app.tiktoktoe.views.post.Post;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What posts embed, as {@code app.bsky.embed.*#view}. A quoted post is shown with its own media,
 * but not with what it quotes itself. Thread-safe.
 */
final class EmbedViews {
  private final MediaUrls urls;
  private final AccountViews accounts;

  EmbedViews(MediaUrls urls, AccountViews accounts) {
    this.urls = urls;
    this.accounts = accounts;
  }

  /** The view of a post's embed; null when it embeds nothing that is known. */
  @Nullable ObjectNode of(Post post, Hydration hydration) {
    JsonNode embed = post.record().path("embed");
    return switch (type(embed)) {
      case "app.bsky.embed.record" -> record(post, hydration);
      case "app.bsky.embed.recordWithMedia" -> withMedia(post, embed, hydration);
      default -> media(embed, post);
    };
  }

  private @Nullable ObjectNode withMedia(Post post, JsonNode embed, Hydration hydration) {
    ObjectNode record = record(post, hydration);
    ObjectNode media = media(embed.path("media"), post);
    if (record == null || media == null) {
      return record == null ? media : record;
    }
    ObjectNode view = view("app.bsky.embed.recordWithMedia#view");
    view.set("record", record);
    view.set("media", media);
    return view;
  }

  private @Nullable ObjectNode media(JsonNode embed, Post post) {
    Did did = post.key().author();
    return switch (type(embed)) {
      case "app.bsky.embed.video" -> video(embed, did, post.captions());
      case "app.bsky.embed.images" -> images(embed, did);
      case "app.bsky.embed.gallery" -> gallery(embed, did);
      case "app.bsky.embed.external" -> external(embed.path("external"), did);
      default -> null;
    };
  }

  private ObjectNode video(JsonNode embed, Did did, @Nullable String captions) {
    Cid cid = cid(embed.path("video"));
    ObjectNode view = view("app.bsky.embed.video#view");
    view.put("cid", cid.toString());
    view.put("playlist", urls.playlist(did, cid, captions));
    view.put("thumbnail", urls.thumbnail(did, cid));
    copy(embed, view, "alt", "aspectRatio", "presentation");
    return view;
  }

  private ObjectNode images(JsonNode embed, Did did) {
    ObjectNode view = view("app.bsky.embed.images#view");
    ArrayNode images = view.putArray("images");
    for (JsonNode image : embed.path("images")) {
      String url = urls.blob(did, cid(image.path("image")));
      ObjectNode item = images.addObject().put("thumb", url).put("fullsize", url);
      copy(image, item.put("alt", ""), "alt", "aspectRatio");
    }
    return view;
  }

  private ObjectNode gallery(JsonNode embed, Did did) {
    ObjectNode view = view("app.bsky.embed.gallery#view");
    ArrayNode items = view.putArray("items");
    for (JsonNode image : embed.path("items")) {
      String url = urls.blob(did, cid(image.path("image")));
      ObjectNode item = view("app.bsky.embed.gallery#viewImage");
      copy(image, item.put("thumbnail", url).put("fullsize", url), "alt", "aspectRatio");
      items.add(item);
    }
    return view;
  }

  private ObjectNode external(JsonNode external, Did did) {
    ObjectNode view = view("app.bsky.embed.external#view");
    ObjectNode shown = view.putObject("external");
    copy(external, shown, "uri", "title", "description");
    if (external.has("thumb")) {
      shown.put("thumb", urls.blob(did, cid(external.path("thumb"))));
    }
    return view;
  }

  private @Nullable ObjectNode record(Post post, Hydration hydration) {
    AtUri quoted = post.quoted();
    if (quoted == null) {
      return null;
    }
    ObjectNode view = view("app.bsky.embed.record#view");
    view.set("record", quoted(quoted, hydration));
    return view;
  }

  private ObjectNode quoted(AtUri uri, Hydration hydration) {
    if (uri.authority() instanceof Did author && hydration.isApart(author)) {
      return Absent.blocked("app.bsky.embed.record#viewBlocked", uri, author, hydration);
    }
    Post post = hydration.post(uri);
    return post == null
        ? Absent.notFound("app.bsky.embed.record#viewNotFound", uri)
        : viewRecord(post, hydration);
  }

  private ObjectNode viewRecord(Post post, Hydration hydration) {
    ObjectNode view = view("app.bsky.embed.record#viewRecord");
    view.put("uri", post.key().uri().toString());
    view.put("cid", post.cid().toString());
    view.set("author", accounts.basic(post.author(), hydration.viewer()));
    view.set("value", post.record());
    view.putArray("labels");
    PostViews.putCounts(view, post.counts());
    ArrayNode embeds = view.putArray("embeds");
    JsonNode embed = post.record().path("embed");
    ObjectNode own = media(embed.has("media") ? embed.path("media") : embed, post);
    if (own != null) {
      embeds.add(own);
    }
    view.put("indexedAt", AtDatetime.format(post.indexedAt()));
    return view;
  }

  private static String type(JsonNode embed) {
    return embed.path("$type").asText();
  }

  private static Cid cid(JsonNode blob) {
    return Cid.parse(blob.path("ref").path("$link").asText());
  }

  private static void copy(JsonNode from, ObjectNode to, String... fields) {
    for (String field : fields) {
      if (from.has(field)) {
        to.set(field, from.get(field));
      }
    }
  }

  private static ObjectNode view(String type) {
    return JsonNodeFactory.instance.objectNode().put("$type", type);
  }
}
