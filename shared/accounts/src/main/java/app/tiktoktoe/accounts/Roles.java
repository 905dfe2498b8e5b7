package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditActor;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The roles of accounts, kept in the account's document. Thread-safe, also across instances. */
public final class Roles {
  private static final String FIELD = "roles";
  private static final int MAX_TRIES = 10;

  private final Firestore firestore;
  private final AuditTrail audit;

  /** On {@code firestore}. */
  public Roles(Firestore firestore, AuditTrail audit) {
    this.firestore = firestore;
    this.audit = audit;
  }

  /** What came of a change. */
  public sealed interface Outcome {
    /** The roles that the account has now. */
    record Now(Set<Role> roles) implements Outcome {}

    /** Nothing changed. */
    record Refused(Refusal refusal) implements Outcome {}
  }

  /** One document read; none for an account that is not here. */
  public Set<Role> of(Did did) {
    return read(Await.result(account(did).get()));
  }

  private static Set<Role> read(DocumentSnapshot account) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (account.get(FIELD) instanceof List<?> stored) {
      stored.forEach(id -> Role.find(String.valueOf(id)).ifPresent(roles::add));
    }
    return roles;
  }

  /**
   * Gives a role or takes it; two documents read and three written when that changes anything.
   *
   * @param by the operator or an admin, as the level of the method has checked
   */
  public Outcome update(Caller by, Did did, Role role, boolean granted) {
    boolean isOperator = by.grant() instanceof Grant.Operator;
    if (granted && !isOperator && by.did().equals(did)) {
      return new Outcome.Refused(
          Refusal.of(Refusal.Kind.FORBIDDEN, "OwnRole", "Nobody gives a role to themselves"));
    }
    AuditEvent event =
        new AuditEvent(
            granted ? AuditKind.ROLE_GRANTED : AuditKind.ROLE_TAKEN,
            actor(by),
            Optional.of(role.id()));
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      DocumentSnapshot account = Await.result(account(did).get());
      if (!account.exists()) {
        return new Outcome.Refused(Refusal.of("AccountNotFound", "Account not found"));
      }
      Set<Role> roles = read(account);
      boolean isChanged = granted ? roles.add(role) : roles.remove(role);
      if (!isChanged || isWritten(account, event, roles)) {
        return new Outcome.Now(roles);
      }
    }
    return new Outcome.Refused(
        Refusal.unavailable("The account changes all the time", Duration.ofSeconds(1)));
  }

  /** As whom the operator or somebody with a role is noted. */
  public static AuditActor actor(Caller by) {
    return by.grant() instanceof Grant.Operator ? AuditActor.OPERATOR : AuditActor.of(by.did());
  }

  private boolean isWritten(DocumentSnapshot account, AuditEvent event, Set<Role> roles) {
    return audit.isCommitted(
        Did.parse(account.getId()),
        event,
        batch ->
            batch.update(
                account.getReference(),
                Map.of(FIELD, roles.stream().map(Role::id).toList()),
                Precondition.updatedAt(Documents.updateTime(account))));
  }

  private DocumentReference account(Did did) {
    return firestore.collection("accounts").document(did.value());
  }
}
