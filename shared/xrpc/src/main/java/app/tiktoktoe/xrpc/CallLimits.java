package app.tiktoktoe.xrpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The limits that the running call was counted under, whoever counts: the answer carries the
 * tightest. Thread-safe.
 */
public final class CallLimits {
  private static final ScopedValue<CallLimits> CURRENT = ScopedValue.newInstance();

  private final List<Standing> standings = new ArrayList<>();

  CallLimits() {}

  /** Tells of a count that the call at hand was part of; outside of calls nobody listens. */
  public static void note(Standing standing) {
    if (CURRENT.isBound()) {
      CURRENT.get().add(List.of(standing));
    }
  }

  /** Runs {@code work}, whose notes come here. */
  <T> T during(Callable<T> work) throws Exception {
    return ScopedValue.where(CURRENT, this).call(work::call);
  }

  synchronized void add(List<Standing> more) {
    standings.addAll(more);
  }

  synchronized Optional<Standing> tightest() {
    return Standing.tightest(standings);
  }
}
