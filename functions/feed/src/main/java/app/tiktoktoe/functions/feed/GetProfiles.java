package app.tiktoktoe.functions.feed;

import app.tiktoktoe.atproto.syntax.AtIdentifier;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.json.AccountViews;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Profiles of at most 25 accounts, each once and in the order asked; unknown ones are left out. */
final class GetProfiles implements XrpcMethod {
  private final ViewerSessions sessions;
  private final ActorLookup lookup;
  private final Actors actors;
  private final AccountViews views;

  GetProfiles(ViewerSessions sessions, ActorLookup lookup, Actors actors, AccountViews views) {
    this.sessions = sessions;
    this.lookup = lookup;
    this.actors = actors;
    this.views = views;
  }

  @Override
  public Reply call(Call call) {
    Viewer viewer = sessions.find(call);
    List<Did> dids =
        call.texts("actors").stream()
            .flatMap(actor -> lookup.did(AtIdentifier.parse(actor)).stream())
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode profiles = answer.putArray("profiles");
    actors.find(dids).values().forEach(actor -> profiles.add(views.detailed(actor, viewer)));
    return Reply.json(answer);
  }
}
