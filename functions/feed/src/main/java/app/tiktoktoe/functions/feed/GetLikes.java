package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.AtDatetime;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.Cursor;
import app.tiktoktoe.views.Page;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.json.AccountViews;
import app.tiktoktoe.views.reaction.Likes;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Who liked a post, newest first, without accounts that are blocked, either way. A post that is not
 * there has no likes. {@code cid} is given back and selects nothing: likes of all versions count.
 *
 * <p>Costs two reads per like.
 */
final class GetLikes implements XrpcMethod {
  private final ViewerSessions sessions;
  private final ActorLookup lookup;
  private final Likes likes;
  private final Actors actors;
  private final AccountViews views;

  GetLikes(
      ViewerSessions sessions, ActorLookup lookup, Likes likes, Actors actors, AccountViews views) {
    this.sessions = sessions;
    this.lookup = lookup;
    this.likes = likes;
    this.actors = actors;
    this.views = views;
  }

  @Override
  public Reply call(Call call) {
    Cursor cursor = Cursors.of(call);
    Viewer viewer = sessions.find(call);
    Page<Edge> page =
        lookup
            .post(call.text("uri"))
            .map(post -> likes.of(post, cursor, call.number("limit")))
            .orElse(new Page<>(List.of(), null));
    List<Edge> shown =
        page.items().stream()
            .filter(like -> viewer == null || !viewer.isApartFrom(like.actor()))
            .toList();
    Map<Did, Actor> by = actors.find(shown.stream().map(Edge::actor).toList());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("uri", call.text("uri"));
    call.findText("cid").ifPresent(cid -> answer.put("cid", cid));
    Cursors.put(answer, page.next());
    ArrayNode list = answer.putArray("likes");
    for (Edge like : shown) {
      Actor actor = by.get(like.actor());
      if (actor != null) {
        ObjectNode view = list.addObject();
        view.put("createdAt", AtDatetime.format(like.createdAt()));
        view.put("indexedAt", AtDatetime.format(like.indexedAt()));
        view.set("actor", views.profile(actor, viewer));
      }
    }
    return Reply.json(answer);
  }
}
