package app.tiktoktoe.xrpc;

import java.util.List;

/** Counts calls. Implementations are thread-safe. */
public interface Counts {
  /**
   * Counts one call of {@code who} under each of {@code limits}.
   *
   * @param who whose calls are counted, for example an address
   * @return as many as there are limits, in their order
   */
  List<Standing> count(String who, List<RateLimit> limits);
}
