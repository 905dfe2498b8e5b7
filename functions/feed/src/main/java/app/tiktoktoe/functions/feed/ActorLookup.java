package app.tiktoktoe.functions.feed;

import app.tiktoktoe.accounts.AccountDirectory;
import app.tiktoktoe.atproto.syntax.AtIdentifier;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.views.actor.Actor;
import app.tiktoktoe.views.actor.Actors;
import app.tiktoktoe.views.post.PostKey;
import java.util.Optional;

/** Finds what a caller names by handle or DID. Thread-safe. */
final class ActorLookup {
  private final AccountDirectory directory;
  private final Actors actors;

  ActorLookup(AccountDirectory directory, Actors actors) {
    this.directory = directory;
    this.actors = actors;
  }

  /** The account's DID; a handle may cost a read. Says nothing of a DID that is not here. */
  Optional<Did> did(AtIdentifier actor) {
    return switch (actor) {
      case Did did -> Optional.of(did);
      case Handle handle -> directory.didOf(handle);
    };
  }

  /** The account as it is stored now, if it is shown, for a read more. */
  Optional<Actor> actor(String actor) {
    return did(AtIdentifier.parse(actor)).flatMap(actors::find).filter(Actor::isShown);
  }

  /** The post at an address by DID or handle; empty when it is not one of a post. */
  Optional<PostKey> post(String uri) {
    AtUri parsed = AtUri.parse(uri);
    return did(parsed.authority())
        .flatMap(did -> PostKey.of(new AtUri(did, parsed.collection(), parsed.rkey())));
  }
}
