package app.tiktoktoe.media;

import app.tiktoktoe.atproto.syntax.Did;
import java.time.Instant;
import java.util.Optional;

/**
 * An upload as it was when it was asked for.
 *
 * @param state expiry and what became of the job included
 * @param job present when the upload is completed
 */
public record Upload(UploadSession session, UploadState state, Optional<Job> job) {
  /** The name of its job. */
  public JobId id() {
    return session.id();
  }

  /** Whose it is. */
  public Did did() {
    return session.did();
  }

  /** How its bytes come. */
  public UploadPlan plan() {
    return session.plan();
  }

  /** When it ends if it was not finished. */
  public Instant expiresAt() {
    return session.expiresAt();
  }

  /** Why it failed; present when it did. */
  public Optional<String> failureReason() {
    return session.failureReason();
  }

  /** What the bytes become. */
  public UploadObject original() {
    return new UploadObject(did(), id());
  }

  /** Whether it is written that it ended so. */
  public boolean isSettled() {
    return session.state() == state;
  }
}
