package app.tiktoktoe.audit;

import app.tiktoktoe.atproto.syntax.Did;

/**
 * Who did something to an account.
 *
 * @param id {@code owner}, {@code operator}, {@code system}, or the DID of somebody with a role
 */
public record AuditActor(String id) {
  /** The account's owner, or an app that acts for them. */
  public static final AuditActor OWNER = new AuditActor("owner");

  /** Whoever knows the operator's password. */
  public static final AuditActor OPERATOR = new AuditActor("operator");

  /** The service itself. */
  public static final AuditActor SYSTEM = new AuditActor("system");

  /** Refuses what is none of these. */
  public AuditActor {
    if (!id.matches("owner|operator|system") && !Did.isValid(id)) {
      throw new IllegalArgumentException("nobody who acts on accounts: " + id);
    }
  }

  /** Somebody with a role. */
  public static AuditActor of(Did roleHolder) {
    return new AuditActor(roleHolder.value());
  }
}
