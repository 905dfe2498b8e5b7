package app.tiktoktoe.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import java.util.Set;

/**
 * Which of an account's videos nobody may play.
 *
 * @param account what becomes of all of them
 * @param some those that are withheld by themselves
 */
public record Withheld(Account account, Set<Cid> some) {
  /** Copies what it is given. */
  public Withheld {
    some = Set.copyOf(some);
  }

  /** What becomes of all videos of an account. */
  public enum Account {
    /** They play. */
    SERVED,
    /** They do not, until the account is given back. */
    WITHHELD,
    /** They go for good. */
    GONE
  }

  boolean covers(Cid cid) {
    return account != Account.SERVED || some.contains(cid);
  }

  /** Who decides. Implementations are thread-safe. */
  public interface Decision {
    /** As it was decided for all of an account's videos by now. */
    Withheld of(Did did);

    /** The same, asked about one of them alone. */
    Withheld of(Did did, Cid cid);
  }
}
