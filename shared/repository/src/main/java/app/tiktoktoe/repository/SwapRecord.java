package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import java.util.Optional;

/** What a writer believes of a record before writing it. */
public sealed interface SwapRecord {
  /** Nothing. */
  record Any() implements SwapRecord {}

  /** It does not exist. */
  record Absent() implements SwapRecord {}

  /** It has this CID. */
  record Is(Cid cid) implements SwapRecord {}

  /** {@link Any}. */
  static SwapRecord any() {
    return new Any();
  }

  /** Whether a record with the CID {@code current} is what the writer believes it to be. */
  default boolean accepts(Optional<Cid> current) {
    return switch (this) {
      case Any() -> true;
      case Absent() -> current.isEmpty();
      case Is(Cid cid) -> current.filter(cid::equals).isPresent();
    };
  }
}
