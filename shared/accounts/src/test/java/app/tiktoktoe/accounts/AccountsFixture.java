package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.TinkKeyVault;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.firestore.Firestore;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accounts as the auth function wires them, with a clock that tests move. */
final class AccountsFixture {
  static final Did SERVICE = Did.parse("did:web:tiktoktoe.test");
  static final URI ORIGIN = URI.create("https://tiktoktoe.test");
  private static final int CHEAP = 4;

  final MutableClock clock = new MutableClock();
  final SecureRandom random = new SecureRandom();
  final List<Message> announced = new CopyOnWriteArrayList<>();
  final Firestore firestore;
  final Accounts accounts;
  final Repositories repositories;
  final Sessions sessions;
  final Passwords passwords = new Passwords(2, Duration.ofSeconds(30), CHEAP, random);
  final PlcIdentities identities;
  final AccountDirectory directory;
  private final KeyVault vault = new TinkKeyVault(TestSecrets.ONE);

  AccountsFixture(Firestore firestore, PlcDirectory plc) {
    this.firestore = firestore;
    this.accounts = new Accounts(firestore);
    this.repositories = new FirestoreRepositories(firestore, vault, true, clock, random);
    this.sessions = new Sessions(firestore, TestSecrets.ONE, SERVICE, clock, random);
    this.identities = new PlcIdentities(TestSecrets.ONE, plc, ORIGIN);
    this.directory = new AccountDirectory(accounts, ORIGIN, clock);
  }

  SignUp signUp(SignUp.Progress progress) {
    return new SignUp(
        firestore,
        new HandlePolicy(List.of(".tiktoktoe.test")),
        passwords,
        new Attempts(firestore, clock, true),
        accounts,
        sessions,
        identities,
        writer(),
        progress,
        clock,
        random);
  }

  private AccountWriter writer() {
    return new AccountWriter(
        firestore,
        accounts,
        sessions,
        repositories,
        vault,
        (batch, did, handle, now) ->
            batch.create(
                firestore.collection("actors").document(did.value()),
                Map.of("handle", handle.value())),
        new Outbox(firestore),
        (messages, deadline) -> {
          announced.addAll(messages);
          return messages.size();
        });
  }

  SignUpSweep sweep() {
    return new SignUpSweep(firestore, identities, clock);
  }

  SignIn signIn() {
    return new SignIn(
        accounts, passwords, new Attempts(firestore, clock, true), sessions, repositories);
  }

  SessionVerifier verifier() {
    return new SessionVerifier(TestSecrets.ONE, SERVICE, clock);
  }

  static SignUpRequest request(String name) {
    return new SignUpRequest(
        Handle.parse(name + ".tiktoktoe.test"),
        new EmailAddress(name + "@example.com"),
        "password of " + name,
        Optional.empty(),
        "192.0.2.1");
  }

  SignUpOutcome.Created signedUp(String name) {
    SignUpOutcome outcome = signUp((step, did) -> {}).run(request(name));
    if (outcome instanceof SignUpOutcome.Created created) {
      return created;
    }
    throw new AssertionError("no account: " + outcome);
  }

  void clear() {
    firestore
        .listCollections()
        .forEach(collection -> Await.result(firestore.recursiveDelete(collection)));
  }
}
