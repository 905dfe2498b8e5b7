package app.tiktoktoe.functions.feed;

import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Viewer;
import app.tiktoktoe.views.json.AccountViews;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.util.Optional;

/** One account's profile, as it is stored now. */
final class GetProfile implements XrpcMethod {
  private final ViewerSessions sessions;
  private final ActorLookup lookup;
  private final AccountViews views;

  GetProfile(ViewerSessions sessions, ActorLookup lookup, AccountViews views) {
    this.sessions = sessions;
    this.lookup = lookup;
    this.views = views;
  }

  @Override
  public Reply call(Call call) {
    Viewer viewer = sessions.find(call);
    Optional<Actor> actor = lookup.actor(call.text("actor"));
    return actor.isPresent()
        ? Reply.json(views.detailed(actor.get(), viewer))
        : Refusal.invalid("Profile not found");
  }
}
