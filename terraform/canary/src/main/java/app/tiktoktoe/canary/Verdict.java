package app.tiktoktoe.canary;

import java.util.List;

/** What the measurements of one revision at one step say. */
sealed interface Verdict {
  /** It does well. */
  record Promote(String reason) implements Verdict {}

  /**
   * Not known yet.
   *
   * @param missingRequests how many requests are missing before the revision can be judged; 0 when
   *     only time is
   */
  record Wait(String reason, long missingRequests) implements Verdict {}

  /** It does harm, or nothing can be known of it. */
  record RollBack(List<String> reasons) implements Verdict {
    public RollBack {
      reasons = List.copyOf(reasons);
    }
  }
}
