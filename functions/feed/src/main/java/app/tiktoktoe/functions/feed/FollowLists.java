package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.Cursor;
import app.tiktoktoe.views.Page;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.graph.Edge;
import app.tiktoktoe.views.json.AccountViews;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers with one side of an account's follows, newest first, without accounts that are blocked by
 * the viewer, either way. Costs two reads per follow. Thread-safe.
 */
final class FollowLists {
  private final ViewerSessions sessions;
  private final ActorLookup lookup;
  private final Actors actors;
  private final AccountViews views;

  FollowLists(ViewerSessions sessions, ActorLookup lookup, Actors actors, AccountViews views) {
    this.sessions = sessions;
    this.lookup = lookup;
    this.actors = actors;
    this.views = views;
  }

  /** Reads a page of an account's edges. */
  @FunctionalInterface
  interface Side {
    Page<Edge> page(Did did, @Nullable Cursor cursor, int limit);
  }

  /**
   * Answers {@code call}.
   *
   * @param field the name of the list
   * @param other whom an edge adds to the list
   */
  Reply answer(Call call, String field, Side side, Function<Edge, Did> other) {
    Cursor cursor = Cursors.of(call);
    Viewer viewer = sessions.find(call);
    Optional<Actor> subject = lookup.actor(call.text("actor"));
    if (subject.isEmpty()) {
      return Refusal.invalid("Actor not found: " + call.text("actor"));
    }
    Page<Edge> page = side.page(subject.get().did(), cursor, call.number("limit"));
    List<Did> listed =
        page.items().stream()
            .map(other)
            .filter(did -> viewer == null || !viewer.isApartFrom(did))
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("subject", views.profile(subject.get(), viewer));
    Cursors.put(answer, page.next());
    ArrayNode list = answer.putArray(field);
    actors.find(listed).values().forEach(actor -> list.add(views.profile(actor, viewer)));
    return Reply.json(answer);
  }
}
