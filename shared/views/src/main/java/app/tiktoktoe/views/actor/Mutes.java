package app.tiktoktoe.views.actor;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.views.Fields;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a viewer has muted, each in the order of muting. An account is muted {@code wholly} or only
 * in part, never both.
 *
 * @param wholly nothing of these is shown unasked
 * @param reposts what these repost is not
 * @param quotes what these post to quote something is not
 */
public record Mutes(SequencedSet<Did> wholly, SequencedSet<Did> reposts, SequencedSet<Did> quotes) {
  static final String WHOLLY = "mutes";
  static final String REPOSTS = "repostMutes";
  static final String QUOTES = "quoteMutes";

  /** Copies the sets. */
  public Mutes {
    wholly = copy(wholly);
    reposts = copy(reposts);
    quotes = copy(quotes);
  }

  static Mutes of(Fields fields) {
    return new Mutes(
        dids(fields.textList(WHOLLY)),
        dids(fields.textList(REPOSTS)),
        dids(fields.textList(QUOTES)));
  }

  /** Whether an account is muted, wholly or in part. */
  public boolean has(Did did) {
    return wholly.contains(did) || reposts.contains(did) || quotes.contains(did);
  }

  /** How many accounts are muted, wholly or in part. */
  public int size() {
    return newestFirst().size();
  }

  /** All of them once: the wholly muted ones before the others, each kind newest first. */
  public List<Did> newestFirst() {
    return Stream.of(wholly, reposts, quotes)
        .flatMap(dids -> dids.reversed().stream())
        .distinct()
        .toList();
  }

  private static SequencedSet<Did> dids(List<String> texts) {
    return texts.stream().map(Did::parse).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static SequencedSet<Did> copy(SequencedSet<Did> dids) {
    return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(dids));
  }

  /**
   * What a mute covers.
   *
   * @param reposts what the account reposts
   * @param quotes what the account posts to quote something
   */
  public record Scope(boolean reposts, boolean quotes) {
    /** All that there is. */
    public static final Scope WHOLE = new Scope(false, false);

    /** True unless the mute is confined to something. */
    public boolean isWhole() {
      return !reposts && !quotes;
    }
  }
}
