package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Signs people in whom Firebase Auth knows, once the owner of an account has linked the account
 * with them. Nobody gets an account by this, and second factors are asked for as ever. Thread-safe,
 * also across instances.
 */
public final class FirebaseLogins {
  private static final AuditEvent LINKED =
      AuditEvent.byOwner(AuditKind.LOGIN_LINKED).about("firebase");
  private static final AuditEvent UNLINKED =
      AuditEvent.byOwner(AuditKind.LOGIN_UNLINKED).about("firebase");
  private static final int MAX_TRIES = 10;

  private final FirebaseTokens tokens;
  private final FirebaseLinks links;
  private final Accounts accounts;
  private final SignIn signIn;
  private final StepUps stepUps;
  private final Attempts attempts;
  private final AuditTrail audit;

  /** On {@code firestore}; {@code tokens} says who somebody is. */
  public FirebaseLogins(
      Firestore firestore,
      FirebaseTokens tokens,
      Accounts accounts,
      SignIn signIn,
      StepUps stepUps,
      Attempts attempts,
      AuditTrail audit) {
    this.tokens = tokens;
    this.links = new FirebaseLinks(firestore);
    this.accounts = accounts;
    this.signIn = signIn;
    this.stepUps = stepUps;
    this.attempts = attempts;
    this.audit = audit;
  }

  /**
   * Opens a session of the account that the token's person is linked with, as the account's own
   * password would, with the code of a second factor where it has one. Counts as an attempt to sign
   * in. Costs five reads and four writes, without a factor.
   */
  public SignIn.Outcome open(
      String idToken, Optional<String> code, String clientAddress, String userAgent) {
    return switch (tokens.read(idToken)) {
      case FirebaseTokens.Known.Refused(Refusal refusal) -> new SignIn.Outcome.Refused(refusal);
      case FirebaseTokens.Known.Person(String uid) -> counted(uid, code, clientAddress, userAgent);
    };
  }

  private SignIn.Outcome counted(
      String uid, Optional<String> code, String clientAddress, String userAgent) {
    return attempts
        .count("firebase " + FirebaseLinks.digest(uid), clientAddress)
        .<SignIn.Outcome>map(wait -> new SignIn.Outcome.Refused(Refusal.tooMany(wait)))
        .orElseGet(() -> openAs(uid, code, userAgent));
  }

  private SignIn.Outcome openAs(String uid, Optional<String> code, String userAgent) {
    return links
        .accountOf(uid)
        .flatMap(accounts::find)
        .map(account -> signIn.open(account, code, userAgent))
        .orElseGet(
            () ->
                new SignIn.Outcome.Refused(
                    Refusal.unauthenticated(
                        "LoginNotLinked",
                        "No account is linked with this identity: sign up or sign in, then call"
                            + " app.tiktoktoe.auth.linkFirebase")));
  }

  /**
   * Links the caller's account with the token's person; gives the refusal, or nothing when it is
   * done or was before. Whoever calls has checked the session. Costs five reads and four writes
   * with a password as the proof.
   */
  public Optional<Refusal> link(Caller caller, String idToken, StepUps.Proof proof) {
    return switch (tokens.read(idToken)) {
      case FirebaseTokens.Known.Refused(Refusal refusal) -> Optional.of(refusal);
      case FirebaseTokens.Known.Person(String uid) ->
          unproved(caller, proof).or(() -> link(caller.did(), uid));
    };
  }

  private Optional<Refusal> unproved(Caller caller, StepUps.Proof proof) {
    return accounts
        .find(caller.did())
        .map(account -> stepUps.refusal(caller, account, proof))
        .orElseGet(
            () -> Optional.of(Refusal.unauthenticated("AccountNotFound", "No such account")));
  }

  private Optional<Refusal> link(Did did, String uid) {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      Optional<Did> linked = links.accountOf(uid);
      if (linked.isPresent()) {
        return linked.filter(owner -> !owner.equals(did)).map(other -> taken());
      }
      if (links.has(did)) {
        return Optional.of(
            Refusal.of(
                "AccountAlreadyLinked",
                "The account is linked with another identity: unlink that one first"));
      }
      if (audit.isCommitted(did, LINKED, batch -> links.addTo(batch, uid, did))) {
        return Optional.empty();
      }
    }
    return changing();
  }

  private static Refusal taken() {
    return Refusal.of("LoginTaken", "Another account is linked with this identity");
  }

  /**
   * Takes every link of the caller's account away; gives the refusal, or nothing when it is done.
   * Sessions that were opened by it go on. Whoever calls has checked the session.
   */
  public Optional<Refusal> unlink(Caller caller, StepUps.Proof proof) {
    return unproved(caller, proof).or(() -> unlink(caller.did()));
  }

  private Optional<Refusal> unlink(Did did) {
    List<DocumentReference> known = links.of(did);
    if (known.isEmpty()) {
      return Optional.of(
          Refusal.of("LoginNotLinked", "The account is linked with no identity of Firebase"));
    }
    return audit.isCommitted(did, UNLINKED, batch -> known.forEach(batch::delete))
        ? Optional.empty()
        : changing();
  }

  private static Optional<Refusal> changing() {
    return Optional.of(
        Refusal.unavailable("The account changes all the time", Duration.ofSeconds(1)));
  }

  /** A token that the caller's app signs in to Firebase with, as the caller's DID. */
  public FirebaseTokens.Made custom(Caller caller) {
    return tokens.custom(caller.did());
  }
}
