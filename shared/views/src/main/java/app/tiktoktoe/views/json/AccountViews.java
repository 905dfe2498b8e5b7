package app.tiktoktoe.views.json;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.AtDatetime;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.AuthorCard;
import app.tiktoktoe.views.actor.Viewer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Accounts as {@code app.bsky.actor.defs} describes them. A viewer that is null is nobody in
 * particular: nothing is said of how the two stand to each other. Thread-safe.
 */
public final class AccountViews {
  private static final Nsid FOLLOW = Nsid.parse("app.bsky.graph.follow");
  private static final Nsid BLOCK = Nsid.parse("app.bsky.graph.block");

  private final MediaUrls urls;

  /** Pictures are at {@code urls}. */
  public AccountViews(MediaUrls urls) {
    this.urls = urls;
  }

  /** {@code #profileViewBasic}, which is a {@code #profileView} without a description as well. */
  public ObjectNode basic(AuthorCard card, @Nullable Viewer viewer) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("did", card.did().value());
    view.put("handle", card.handle().value());
    if (card.displayName() != null) {
      view.put("displayName", card.displayName());
    }
    putPicture(view, "avatar", card.did(), card.avatar());
    view.put("createdAt", AtDatetime.format(card.createdAt()));
    if (viewer != null) {
      view.set("viewer", relation(card.did(), viewer));
    }
    view.putArray("labels");
    return view;
  }

  /** {@code #profileView}. */
  public ObjectNode profile(Actor actor, @Nullable Viewer viewer) {
    ObjectNode view = basic(actor.card(), viewer);
    if (actor.description() != null) {
      view.put("description", actor.description());
    }
    if (actor.profileRev() != null) {
      view.put("indexedAt", AtDatetime.format(actor.indexedAt()));
    }
    return view;
  }

  /** {@code #profileViewDetailed}. */
  public ObjectNode detailed(Actor actor, @Nullable Viewer viewer) {
    ObjectNode view = profile(actor, viewer);
    putPicture(view, "banner", actor.did(), actor.banner());
    view.put("followersCount", actor.followersCount());
    view.put("followsCount", actor.followsCount());
    view.put("postsCount", actor.postsCount());
    return view;
  }

  /** {@code #viewerState}: how a viewer stands to an account. */
  public static ObjectNode relation(Did did, Viewer viewer) {
    ObjectNode relation = JsonNodeFactory.instance.objectNode();
    relation.put("muted", viewer.mutes().wholly().contains(did));
    putIfTrue(relation, "mutedOnlyReposts", viewer.mutes().reposts().contains(did));
    putIfTrue(relation, "mutedOnlyQuoteposts", viewer.mutes().quotes().contains(did));
    relation.put("blockedBy", viewer.blockedBy().containsKey(did));
    putRecord(relation, "blocking", viewer.did(), BLOCK, viewer.blocks().get(did));
    if (!viewer.isApartFrom(did)) {
      putRecord(relation, "following", viewer.did(), FOLLOW, viewer.follows().get(did));
      putRecord(relation, "followedBy", did, FOLLOW, viewer.followedBy().get(did));
    }
    return relation;
  }

  private static void putIfTrue(ObjectNode relation, String field, boolean value) {
    if (value) {
      relation.put(field, true);
    }
  }

  private static void putRecord(
      ObjectNode relation, String field, Did owner, Nsid collection, @Nullable RecordKey rkey) {
    if (rkey != null) {
      relation.put(field, AtUri.of(owner, collection, rkey).toString());
    }
  }

  private void putPicture(ObjectNode view, String field, Did did, @Nullable Cid picture) {
    if (picture != null) {
      view.put(field, urls.blob(did, picture));
    }
  }
}
