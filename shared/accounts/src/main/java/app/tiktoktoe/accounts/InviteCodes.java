package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.cid.Base32;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The codes that accounts are made with: {@code tiktoktoe-example-com-abcde-fghij}. Collection
 * {@code inviteCodes}, one document per code with its uses, so that no code makes more accounts
 * than it should, however many try at once. Thread-safe, also across instances.
 */
public final class InviteCodes {
  /** The most accounts that one code makes: its uses are in one document. */
  public static final int MAX_USES = 5_000;

  /** The most codes that are made at once. */
  public static final int MAX_AT_ONCE = 500;

  private static final String COLLECTION = "inviteCodes";
  private static final String EARNED = "earnedInvites";
  private static final String INVITES_DISABLED = "invitesDisabled";
  private static final int MAX_UNUSED = 5;
  private static final int HALF_CHARS = 5;
  private static final int RANDOM_BYTES = 8;

  private final Firestore firestore;
  private final StatusChanges heads;
  private final Invitations invitations;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** On {@code firestore}; {@code random} is to be a secure one. */
  public InviteCodes(
      Firestore firestore,
      StatusChanges heads,
      Invitations invitations,
      InstantSource clock,
      RandomGenerator random) {
    this.firestore = firestore;
    this.heads = heads;
    this.invitations = invitations;
    this.clock = clock;
    this.random = random;
  }

  /** What a sign-up's code is worth. */
  sealed interface Check {
    /** The sign-up may go on; maybe without a code, where none is required. */
    record Good(Optional<InviteCode> code) implements Check {}

    /** It may not. */
    record Refused(Refusal refusal) implements Check {}
  }

  /** Why a sign-up may not even begin; reads nothing. */
  Optional<Refusal> missing(Optional<String> code) {
    return invitations.required() && code.isEmpty()
        ? Optional.of(Refusal.of("InvalidInviteCode", "No invite code provided"))
        : Optional.empty();
  }

  /** Looks a code up, for a read and another one when an account gave it away. */
  Check check(Optional<String> given) {
    if (!invitations.required()) {
      return new Check.Good(Optional.empty());
    }
    return given
        .flatMap(this::find)
        .filter(code -> !code.disabled() && !code.isUsedUp() && isGivenByGood(code))
        .<Check>map(code -> new Check.Good(Optional.of(code)))
        .orElseGet(
            () ->
                new Check.Refused(
                    Refusal.of("InvalidInviteCode", "Provided invite code not available")));
  }

  private Optional<InviteCode> find(String code) {
    if (!code.matches("[a-z0-9-]{1,300}")) {
      return Optional.empty();
    }
    DocumentSnapshot stored = Await.result(document(code).get());
    return stored.exists() ? Optional.of(InviteCode.read(stored)) : Optional.empty();
  }

  /** The codes of an account that was taken down are good no more. */
  private boolean isGivenByGood(InviteCode code) {
    return code.forAccount().equals(InviteCode.OPERATOR)
        || heads
            .find(Did.parse(code.forAccount()))
            .map(head -> head.switches().status())
            .filter(
                status ->
                    status == RepositoryStatus.TAKENDOWN || status == RepositoryStatus.SUSPENDED)
            .isEmpty();
  }

  /** Adds a use to {@code batch}, whose commit fails when the code has changed. */
  void use(WriteBatch batch, InviteCode code, Did did) {
    batch.update(
        document(code.code()),
        Precondition.updatedAt(code.updateTime()),
        FieldPath.of(InviteCode.USES, did.value()),
        Documents.timestamp(clock.instant()),
        FieldPath.of(InviteCode.USE_COUNT),
        code.uses().size() + 1);
  }

  /** Adds to {@code batch} that a sign-up which came to nothing gives its use back. */
  static void giveBack(Firestore firestore, WriteBatch batch, String code, Did did) {
    batch.update(
        firestore.collection(COLLECTION).document(code),
        FieldPath.of(InviteCode.USES, did.value()),
        FieldValue.delete(),
        FieldPath.of(InviteCode.USE_COUNT),
        FieldValue.increment(-1));
  }

  /** Makes {@code count} codes by the operator for an account or {@link InviteCode#OPERATOR}. */
  public List<InviteCode> make(String forAccount, int count, int available) {
    List<InviteCode> made = fresh(forAccount, InviteCode.OPERATOR, count, available, false);
    WriteBatch batch = firestore.batch();
    made.forEach(code -> batch.create(document(code.code()), code.fields()));
    Await.result(batch.commit());
    return made;
  }

  private List<InviteCode> fresh(
      String forAccount, String by, int count, int available, boolean disabled) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return Stream.generate(
            () -> InviteCode.unused(newCode(), available, disabled, forAccount, by, now))
        .limit(count)
        .toList();
  }

  private String newCode() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String letters = Base32.encode(bytes);
    return invitations.host().replace('.', '-')
        + "-"
        + letters.substring(0, HALF_CHARS)
        + "-"
        + letters.substring(HALF_CHARS, 2 * HALF_CHARS);
  }

  /** The codes that an account may give away; a read each. */
  public List<InviteCode> of(Did did) {
    return Await.result(
            firestore.collection(COLLECTION).whereEqualTo("forAccount", did.value()).get())
        .getDocuments()
        .stream()
        .map(InviteCode::read)
        .toList();
  }

  /** What came of giving an account the codes that it has earned. */
  public sealed interface Earned {
    /** All its codes, with the new ones. */
    record Codes(List<InviteCode> all) implements Earned {}

    /** None are made. */
    record Refused(Refusal refusal) implements Earned {}
  }

  /**
   * Makes the codes that an account has earned: one for each whole interval of its life, at most
   * five of them unused at a time. Disabled ones for an account that may not invite.
   */
  public Earned earn(Did did) {
    List<InviteCode> codes = of(did);
    if (!invitations.areEarned()) {
      return new Earned.Codes(codes);
    }
    DocumentSnapshot account = Await.result(account(did).get());
    if (!account.exists()) {
      return new Earned.Refused(Refusal.of("NotFound", "Account not found"));
    }
    List<InviteCode> routine =
        codes.stream().filter(code -> !code.createdBy().equals(InviteCode.OPERATOR)).toList();
    long unused = routine.stream().filter(code -> !code.disabled() && !code.isUsedUp()).count();
    Duration life = Duration.between(Documents.instant(account, "createdAt"), clock.instant());
    long earned = life.dividedBy(invitations.interval()) - routine.size();
    int count = (int) Math.min(MAX_UNUSED - unused, earned);
    return count > 0 ? earn(did, account, codes, count) : new Earned.Codes(codes);
  }

  /** Whoever changes the account first makes the codes. */
  private Earned earn(Did did, DocumentSnapshot account, List<InviteCode> codes, int count) {
    boolean disabled = Boolean.TRUE.equals(account.getBoolean(INVITES_DISABLED));
    List<InviteCode> made = fresh(did.value(), did.value(), count, 1, disabled);
    WriteBatch batch = firestore.batch();
    made.forEach(code -> batch.create(document(code.code()), code.fields()));
    batch.update(
        account(did),
        Map.of(EARNED, FieldValue.increment(count)),
        Precondition.updatedAt(Documents.updateTime(account)));
    if (!Conflicts.isCommitted(batch)) {
      return new Earned.Refused(
          Refusal.of("DuplicateCreate", "attempted to create additional codes in another request"));
    }
    List<InviteCode> all = new ArrayList<>(codes);
    all.addAll(made);
    return new Earned.Codes(all);
  }

  /** Disables codes and all codes of accounts; what there is not is passed over. */
  public void disable(List<String> codes, List<Did> accounts) {
    Stream<String> owned = accounts.stream().flatMap(did -> of(did).stream()).map(InviteCode::code);
    List<String> known =
        Stream.concat(
                codes.stream().flatMap(code -> find(code).stream()).map(InviteCode::code), owned)
            .distinct()
            .toList();
    for (int from = 0; from < known.size(); from += MAX_AT_ONCE) {
      WriteBatch batch = firestore.batch();
      known.stream()
          .skip(from)
          .limit(MAX_AT_ONCE)
          .forEach(code -> batch.update(document(code), InviteCode.DISABLED, true));
      Await.result(batch.commit());
    }
  }

  /** Says whether the codes that an account earns from now on are good; false without account. */
  public boolean setInvites(Caller by, Did did, boolean enabled) {
    AuditKind kind = enabled ? AuditKind.INVITES_ENABLED : AuditKind.INVITES_DISABLED;
    return new AuditTrail(firestore, clock, random)
        .isCommitted(
            did,
            new AuditEvent(kind, Roles.actor(by), Optional.empty()),
            batch -> batch.update(account(did), Map.of(INVITES_DISABLED, !enabled)));
  }

  private DocumentReference account(Did did) {
    return firestore.collection("accounts").document(did.value());
  }

  private DocumentReference document(String code) {
    return firestore.collection(COLLECTION).document(code);
  }
}
