package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The passwords that people give to apps, kept in the document of their account. Whoever calls has
 * checked the caller. Thread-safe, also across instances.
 */
public final class AppPasswords {
  /** The most that an account may have. */
  public static final int MAX = 100;

  /** The longest name, in characters. */
  public static final int MAX_NAME_CHARS = 300;

  private static final int MAX_TRIES = 10;

  private final AuditTrail audit;
  private final Accounts accounts;
  private final Sessions sessions;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** On {@code firestore}; {@code random} is to be a secure one. */
  public AppPasswords(
      Firestore firestore,
      Accounts accounts,
      Sessions sessions,
      InstantSource clock,
      RandomGenerator random) {
    this.audit = new AuditTrail(firestore, clock, random);
    this.accounts = accounts;
    this.sessions = sessions;
    this.clock = clock;
    this.random = random;
  }

  /** What came of making one. */
  public sealed interface Outcome {
    /** It is made; {@code password} is nowhere but here. */
    record Made(AppPassword made, String password) implements Outcome {
      /** Shows no password. */
      @Override
      public String toString() {
        return made.toString();
      }
    }

    /** It is not made. */
    record Refused(Refusal refusal) implements Outcome {}
  }

  /** Makes one, for two reads and three writes. */
  public Outcome make(Did did, String name, boolean privileged) {
    if (name.length() > MAX_NAME_CHARS) {
      return refused("The name of an app password has at most " + MAX_NAME_CHARS + " characters");
    }
    String password = AppPassword.newPassword(random);
    AppPassword made =
        new AppPassword(
            name,
            AppPassword.digest(did, password),
            privileged,
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      Optional<Accounts.Versioned> known = accounts.findVersioned(did);
      if (known.isEmpty()) {
        return new Outcome.Refused(Refusal.of("AccountNotFound", "Account not found"));
      }
      List<AppPassword> all = new ArrayList<>(known.get().account().appPasswords());
      if (all.stream().anyMatch(other -> other.name().equals(name))) {
        return refused("There is an app password with this name");
      }
      if (all.size() >= MAX) {
        return refused("An account has at most " + MAX + " app passwords");
      }
      all.add(made);
      if (isWritten(known.get(), all, AuditKind.APP_PASSWORD_CREATED)) {
        return new Outcome.Made(made, password);
      }
    }
    return new Outcome.Refused(busy());
  }

  private static Outcome refused(String message) {
    return new Outcome.Refused(Refusal.invalid(message));
  }

  private static Refusal busy() {
    return Refusal.unavailable("The account changes all the time", Duration.ofSeconds(1));
  }

  private boolean isWritten(Accounts.Versioned known, List<AppPassword> all, AuditKind kind) {
    return audit.isCommitted(
        known.account().did(),
        AuditEvent.byOwner(kind),
        batch -> accounts.change(batch, known, AppPassword.fields(all)));
  }

  /** Those of an account, newest first; one document read. */
  public List<AppPassword> list(Did did) {
    return accounts.find(did).map(Account::appPasswords).orElse(List.of()).stream()
        .sorted(Comparator.comparing(AppPassword::createdAt).reversed())
        .toList();
  }

  /**
   * Ends one and the sessions that it opened; nothing happens when there is none of this name. Two
   * reads and three writes, and a read for each session of the account. Access tokens live on until
   * they expire.
   *
   * @return the refusal, or nothing when it is done
   */
  public Optional<Refusal> revoke(Did did, String name) {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      Optional<Accounts.Versioned> known = accounts.findVersioned(did);
      Optional<AppPassword> named = known.flatMap(found -> named(found, name));
      if (named.isEmpty()) {
        return Optional.empty();
      }
      List<AppPassword> rest = new ArrayList<>(known.get().account().appPasswords());
      rest.remove(named.get());
      if (isWritten(known.get(), rest, AuditKind.APP_PASSWORD_REVOKED)) {
        sessions.endThoseOf(did, named.get());
        return Optional.empty();
      }
    }
    return Optional.of(busy());
  }

  private static Optional<AppPassword> named(Accounts.Versioned known, String name) {
    return known.account().appPasswords().stream()
        .filter(password -> password.name().equals(name))
        .findFirst();
  }
}
