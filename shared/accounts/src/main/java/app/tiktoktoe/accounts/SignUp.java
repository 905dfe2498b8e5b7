package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes accounts, in steps of which each leaves a record: reserve the handle, publish the identity,
 * write the account. Killed after any step, the same request goes on where it stopped; without one,
 * {@link SignUpSweep} undoes it. Thread-safe, also across instances.
 *
 * <p>The same request is one with the same handle, e-mail address and password.
 */
public final class SignUp {
  /** How long a sign-up that does not move keeps its handle. */
  public static final Duration RESERVED_FOR = Duration.ofMinutes(2);

  /** How long after a sign-up the same request is answered as if it were the first. */
  private static final Duration REPEATABLE_FOR = Duration.ofMinutes(5);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final int MAX_TRIES = 5;
  private static final int MAX_RACES = 40;
  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

  private final HandlePolicy policy;
  private final Passwords passwords;
  private final Attempts attempts;
  private final HandleRecords handles;
  private final Accounts accounts;
  private final Sessions sessions;
  private final InviteCodes invites;
  private final PlcIdentities identities;
  private final AbandonedSignUps abandoned;
  private final AccountWriter writer;
  private final Progress progress;
  private final InstantSource clock;
  private final SecureRandom random;

  /** Keeps its records on {@code firestore}. */
  public SignUp(
      Firestore firestore,
      HandlePolicy policy,
      Passwords passwords,
      Attempts attempts,
      Accounts accounts,
      Sessions sessions,
      InviteCodes invites,
      PlcIdentities identities,
      AccountWriter writer,
      Progress progress,
      InstantSource clock,
      SecureRandom random) {
    this.policy = policy;
    this.passwords = passwords;
    this.attempts = attempts;
    this.handles = new HandleRecords(firestore);
    this.accounts = accounts;
    this.sessions = sessions;
    this.invites = invites;
    this.identities = identities;
    this.abandoned = new AbandonedSignUps(handles, identities, clock);
    this.writer = writer;
    this.progress = progress;
    this.clock = clock;
    this.random = random;
  }

  /** Hears of each step when it is done. */
  @FunctionalInterface
  public interface Progress {
    /** A step is done. */
    void reached(String step, Did did);
  }

  /**
   * Makes the account.
   *
   * @throws PlcUnavailableException when the directory does not answer
   */
  public SignUpOutcome run(SignUpRequest request) {
    Optional<Refusal> refusal = check(request);
    if (refusal.isPresent()) {
      return new SignUpOutcome.Refused(refusal.get());
    }
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      Optional<SignUpOutcome> outcome =
          switch (handles.find(request.handle())) {
            case HandleRecords.State.Taken(Did did) -> Optional.of(repeat(request, did));
            case HandleRecords.State.Held(Reservation held) -> resume(request, held);
            case HandleRecords.State.Free() -> begin(request);
          };
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return busy();
  }

  private Optional<Refusal> check(SignUpRequest request) {
    Optional<Refusal> uninvited = invites.missing(request.inviteCode());
    if (uninvited.isPresent()) {
      return uninvited;
    }
    if (!Passwords.isAcceptable(request.password())) {
      return Optional.of(unacceptablePassword());
    }
    return policy.check(request.handle());
  }

  static Refusal unacceptablePassword() {
    return Refusal.of(
        "InvalidPassword",
        "A password has at least %d characters and at most %d bytes"
            .formatted(Passwords.MIN_CHARS, Passwords.MAX_BYTES));
  }

  /** Empty when another sign-up was faster. */
  private Optional<SignUpOutcome> begin(SignUpRequest request) {
    if (accounts.didOf(request.email()).isPresent()) {
      return Optional.of(emailTaken(request.email()));
    }
    if (invites.check(request.inviteCode()) instanceof InviteCodes.Check.Refused(Refusal refusal)) {
      return Optional.of(new SignUpOutcome.Refused(refusal));
    }
    return switch (passwords.hash(request.password())) {
      case Passwords.Outcome.Busy<String>() -> Optional.of(busy());
      case Passwords.Outcome.Done<String>(String hash) -> reserve(request, hash);
    };
  }

  /** Empty when somebody else has the handle by now. Many may use one code at the same time. */
  private Optional<SignUpOutcome> reserve(SignUpRequest request, String hash) {
    for (int attempt = 0; attempt < MAX_RACES; attempt++) {
      switch (invites.check(request.inviteCode())) {
        case InviteCodes.Check.Refused(Refusal refusal) -> {
          return Optional.of(new SignUpOutcome.Refused(refusal));
        }
        case InviteCodes.Check.Good(Optional<InviteCode> code) -> {
          Reservation wanted = reservation(request, hash, code.map(InviteCode::code));
          Optional<Reservation> held =
              handles.create(
                  wanted, batch -> code.ifPresent(used -> invites.use(batch, used, wanted.did())));
          if (held.isPresent()) {
            return finish(held.get());
          }
          if (code.isEmpty() || accounts.isClaimed(request.handle())) {
            return Optional.empty();
          }
          LockSupport.parkNanos(random.nextLong(PAUSE_NANOS * (attempt + 1)));
        }
      }
    }
    return Optional.of(busy());
  }

  private Reservation reservation(
      SignUpRequest request, String passwordHash, Optional<String> inviteCode) {
    SigningKey key = SigningKey.generate(Curve.K256, random);
    SignedPlcOperation genesis =
        identities.genesis(request.handle(), key.publicKey(), request.recoveryKey());
    return new Reservation(
        request.handle(),
        SignUpStep.RESERVED,
        clock.instant().plus(RESERVED_FOR),
        genesis,
        writer.seal(PlcIdentities.didOf(genesis), key),
        request.email(),
        passwordHash,
        inviteCode,
        Timestamp.MIN_VALUE);
  }

  private Optional<SignUpOutcome> resume(SignUpRequest request, Reservation held) {
    boolean isAbandoned = held.step() == SignUpStep.ABANDONED;
    boolean isOver = isAbandoned || !clock.instant().isBefore(held.until());
    if (isAbandoned || !held.email().equals(request.email())) {
      return heldByAnother(held, isOver);
    }
    return switch (recognise(request, held.passwordHash())) {
      case Recognition.Same() -> goOn(held);
      case Recognition.Other() -> heldByAnother(held, isOver);
      case Recognition.Unsaid(SignUpOutcome.Refused refused) -> Optional.of(refused);
    };
  }

  /** Whether a request is one that was seen before. */
  private sealed interface Recognition {
    record Same() implements Recognition {}

    record Other() implements Recognition {}

    record Unsaid(SignUpOutcome.Refused refused) implements Recognition {}
  }

  /** Counts as an attempt to sign in, because it tells whether a password is right. */
  private Recognition recognise(SignUpRequest request, String passwordHash) {
    Optional<Duration> wait = attempts.count(request.handle().value(), request.clientAddress());
    if (wait.isPresent()) {
      return new Recognition.Unsaid(new SignUpOutcome.Refused(Refusal.tooMany(wait.get())));
    }
    return switch (passwords.matches(request.password(), Optional.of(passwordHash))) {
      case Passwords.Outcome.Busy<Boolean>() -> new Recognition.Unsaid(busy());
      case Passwords.Outcome.Done<Boolean>(Boolean same) ->
          same ? new Recognition.Same() : new Recognition.Other();
    };
  }

  private Optional<SignUpOutcome> goOn(Reservation held) {
    return handles
        .move(held, held.step(), clock.instant().plus(RESERVED_FOR))
        .flatMap(this::finish);
  }

  private Optional<SignUpOutcome> heldByAnother(Reservation held, boolean isOver) {
    if (!isOver) {
      return Optional.of(handleTaken(held.handle().value()));
    }
    return abandoned.undo(held) ? Optional.empty() : Optional.of(busy());
  }

  /** Empty when the record changed meanwhile. */
  private Optional<SignUpOutcome> finish(Reservation reserved) {
    progress.reached("reserved", reserved.did());
    Optional<Reservation> published = publish(reserved);
    if (published.isEmpty()) {
      return Optional.empty();
    }
    progress.reached("published", reserved.did());
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<AccountWriter.Written> written = writer.write(published.get(), now);
    if (written.isEmpty()) {
      return conflict(published.get());
    }
    progress.reached("written", reserved.did());
    writer.announce(written.get());
    progress.reached("announced", reserved.did());
    return Optional.of(new SignUpOutcome.Created(written.get().account(), written.get().tokens()));
  }

  private Optional<Reservation> publish(Reservation reservation) {
    if (reservation.step() == SignUpStep.PUBLISHED) {
      return Optional.of(reservation);
    }
    if (!identities.publish(reservation.genesis())) {
      abandoned.undo(reservation);
      throw new PlcUnavailableException("The PLC directory does not take a new identity");
    }
    progress.reached("posted", reservation.did());
    return handles.move(reservation, SignUpStep.PUBLISHED, clock.instant().plus(RESERVED_FOR));
  }

  /** The e-mail address has an account by now, or another instance works on the same sign-up. */
  private Optional<SignUpOutcome> conflict(Reservation reservation) {
    boolean emailIsTaken =
        accounts
            .didOf(reservation.email())
            .filter(did -> !did.equals(reservation.did()))
            .isPresent();
    if (!emailIsTaken) {
      return Optional.empty();
    }
    abandoned.undo(reservation);
    return Optional.of(emailTaken(reservation.email()));
  }

  /** A sign-up whose answer was lost: whoever knows e-mail address and password gets a session. */
  private SignUpOutcome repeat(SignUpRequest request, Did did) {
    Instant since = clock.instant().minus(REPEATABLE_FOR);
    Optional<Account> account =
        accounts
            .find(did)
            .filter(found -> found.email().equals(request.email()))
            .filter(found -> found.createdAt().isAfter(since));
    if (account.isEmpty()) {
      return handleTaken(request.handle().value());
    }
    return switch (recognise(request, account.get().passwordHash())) {
      case Recognition.Same() -> new SignUpOutcome.Created(account.get(), sessions.start(did));
      case Recognition.Other() -> handleTaken(request.handle().value());
      case Recognition.Unsaid(SignUpOutcome.Refused refused) -> refused;
    };
  }

  private static SignUpOutcome handleTaken(String handle) {
    return new SignUpOutcome.Refused(Refusal.invalid("Handle already taken: " + handle));
  }

  private static SignUpOutcome emailTaken(EmailAddress email) {
    return new SignUpOutcome.Refused(Refusal.invalid("Email already taken: " + email.value()));
  }

  private static SignUpOutcome.Refused busy() {
    return new SignUpOutcome.Refused(Refusal.unavailable("Too many sign-ups at once", RETRY_AFTER));
  }
}
