package app.tiktoktoe.audit;

import java.util.Optional;

/**
 * What is to be noted of a change.
 *
 * @param about which one of several, as a name of ours: {@code moderator} of a role, {@code totp}
 *     of a factor, a digest of a session's name. Never what a person has chosen or could be known
 *     by, and never a secret
 */
public record AuditEvent(AuditKind kind, AuditActor by, Optional<String> about) {
  private static final String NAME = "[a-z0-9_-]{1,64}";

  /** Refuses what is not a short name: addresses and handles have a dot, tokens capital letters. */
  public AuditEvent {
    about.ifPresent(AuditEvent::check);
  }

  private static void check(String about) {
    if (!about.matches(NAME)) {
      throw new IllegalArgumentException("not " + NAME + ", " + about.length() + " characters");
    }
  }

  /** Something that the account's owner did. */
  public static AuditEvent byOwner(AuditKind kind) {
    return new AuditEvent(kind, AuditActor.OWNER, Optional.empty());
  }

  /** Something that the operator did. */
  public static AuditEvent byOperator(AuditKind kind) {
    return new AuditEvent(kind, AuditActor.OPERATOR, Optional.empty());
  }

  /** Something that the service did of itself. */
  public static AuditEvent bySystem(AuditKind kind) {
    return new AuditEvent(kind, AuditActor.SYSTEM, Optional.empty());
  }

  /** The same, of one of several. */
  public AuditEvent about(String name) {
    return new AuditEvent(kind, by, Optional.of(name));
  }
}
