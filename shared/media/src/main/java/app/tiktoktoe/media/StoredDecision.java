package app.tiktoktoe.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.repository.BlobTakedowns;
import java.util.Optional;
import java.util.Set;

/** What the repository's head and the blobs' documents say. Two reads at each call. Thread-safe. */
public record StoredDecision(BlobTakedowns takedowns) implements Withheld.Decision {
  @Override
  public Withheld of(Did did) {
    return withheld(takedowns.find(did));
  }

  @Override
  public Withheld of(Did did, Cid cid) {
    return withheld(takedowns.find(did, cid));
  }

  /** Without an account there is nothing to decide. */
  private static Withheld withheld(Optional<BlobTakedowns.TakenDown> found) {
    return found
        .map(
            down ->
                new Withheld(
                    switch (down.status()) {
                      case ACTIVE, DEACTIVATED -> Withheld.Account.SERVED;
                      case TAKENDOWN, SUSPENDED -> Withheld.Account.WITHHELD;
                      case DELETED -> Withheld.Account.GONE;
                    },
                    down.blobs()))
        .orElseGet(() -> new Withheld(Withheld.Account.SERVED, Set.of()));
  }
}
