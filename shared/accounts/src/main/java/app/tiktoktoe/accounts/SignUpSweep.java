package app.tiktoktoe.accounts;

import com.google.cloud.firestore.Firestore;
import java.time.InstantSource;

/**
 * Undoes sign-ups that stopped half way: the maintenance task {@value #TASK}, to be run every
 * minute, so that a handle is free again within 4 minutes. Thread-safe.
 */
public final class SignUpSweep {
  /** The task's name. */
  public static final String TASK = "signup-sweep";

  private static final int MAX_PER_RUN = 50;

  private final HandleRecords handles;
  private final AbandonedSignUps abandoned;
  private final InstantSource clock;

  /** Over the sign-ups on {@code firestore}. */
  public SignUpSweep(Firestore firestore, PlcIdentities identities, InstantSource clock) {
    this.handles = new HandleRecords(firestore);
    this.abandoned = new AbandonedSignUps(handles, identities, clock);
    this.clock = clock;
  }

  /**
   * Undoes up to 50 overdue sign-ups.
   *
   * @return how many were undone
   * @throws PlcUnavailableException when the directory does not answer; the rest waits for the next
   *     run
   */
  public int run() {
    return (int)
        handles.overdue(clock.instant(), MAX_PER_RUN).stream().filter(abandoned::undo).count();
  }
}
