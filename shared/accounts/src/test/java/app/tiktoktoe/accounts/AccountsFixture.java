package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.emulators.plc.PlcEmulator;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.RepoEvent;
import app.tiktoktoe.events.RepoEventJson;
import app.tiktoktoe.outbound.GuardedHttp;
import app.tiktoktoe.outbound.TextRecords;
import app.tiktoktoe.repository.BlobTakedowns;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.repository.TinkKeyVault;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accounts as the auth function wires them, with a clock that tests move. */
final class AccountsFixture implements AutoCloseable {
  static final Did SERVICE = Did.parse("did:web:tiktoktoe.test");
  static final URI ORIGIN = URI.create("https://tiktoktoe.test");
  private static final int CHEAP = 4;

  final MutableClock clock = new MutableClock();
  final SecureRandom random = new SecureRandom();
  final List<Message> announced = new CopyOnWriteArrayList<>();
  final Firestore firestore;
  final AuditTrail audit;
  final Accounts accounts;
  final Repositories repositories;
  final Sessions sessions;
  final Passwords passwords = new Passwords(2, Duration.ofSeconds(30), CHEAP, random);
  final PlcIdentities identities;
  final AccountDirectory directory;
  final EmailTokens tokens;
  final StatusChanges changes;
  final HomeCheck home;
  final ReservedKeys reserved;
  private final Identities directoryOfDids;
  private final Invitations invitations;
  private final KeyVault vault = new TinkKeyVault(TestSecrets.ONE);

  private final ForeignHandles foreign;
  private final Optional<PlcEmulator> plcOfOurOwn;

  AccountsFixture(Firestore firestore, PlcDirectory plc) {
    this(firestore, plc, Invitations.none(ORIGIN), Optional.empty());
  }

  /** With a PLC directory of its own. */
  static AccountsFixture start(Firestore firestore) throws IOException {
    return start(firestore, Invitations.none(ORIGIN));
  }

  /** The same, where accounts may be by invitation. */
  static AccountsFixture start(Firestore firestore, Invitations invitations) throws IOException {
    PlcEmulator plc = PlcEmulator.start(new PlcEmulator.Config(0, null, InstantSource.system()));
    return new AccountsFixture(
        firestore, new HttpPlcDirectory(plc.endpoint()), invitations, Optional.of(plc));
  }

  /** With a PLC directory and a database of its own, whose reads and writes are counted. */
  static AccountsFixture startMetered() throws IOException {
    return start(
        new GoogleClients(
                Environment.of(
                    Map.of(
                        "GOOGLE_CLOUD_PROJECT",
                        FirestoreEmulatorExtension.freshProject(),
                        "METERED_FIRESTORE_EMULATOR_HOST",
                        FirestoreEmulatorExtension.hostPort())))
            .firestore());
  }

  private AccountsFixture(
      Firestore firestore,
      PlcDirectory plc,
      Invitations invitations,
      Optional<PlcEmulator> plcOfOurOwn) {
    this(firestore, plc, invitations, _ -> List.of(), new GuardedHttp(Map.of()), plcOfOurOwn);
  }

  /** In a world with other name servers and hosts. */
  AccountsFixture(Firestore firestore, PlcDirectory plc, TextRecords records, GuardedHttp http) {
    this(firestore, plc, Invitations.none(ORIGIN), records, http, Optional.empty());
  }

  private AccountsFixture(
      Firestore firestore,
      PlcDirectory plc,
      Invitations invitations,
      TextRecords records,
      GuardedHttp http,
      Optional<PlcEmulator> plcOfOurOwn) {
    this.plcOfOurOwn = plcOfOurOwn;
    this.invitations = invitations;
    this.foreign = new ForeignHandles(records, http);
    this.firestore = firestore;
    this.audit = new AuditTrail(firestore, clock, random);
    this.accounts = new Accounts(firestore);
    this.repositories = new FirestoreRepositories(firestore, vault, true, clock, random);
    this.sessions = new Sessions(firestore, TestSecrets.ONE, SERVICE, clock, random);
    this.identities = new PlcIdentities(TestSecrets.ONE, plc, ORIGIN);
    this.directory = new AccountDirectory(accounts, ORIGIN, clock);
    this.tokens = new EmailTokens(firestore, clock, random);
    this.changes = new StatusChanges(firestore, clock);
    this.directoryOfDids = new Identities(plc, new WebDids(http));
    this.home = new HomeCheck(directoryOfDids, identities, ORIGIN);
    this.reserved = new ReservedKeys(firestore, vault, SERVICE, clock, random);
  }

  private Attempts attempts() {
    return new Attempts(firestore, clock, true);
  }

  private StatusWriter statusWriter() {
    return new StatusWriter(
        audit,
        changes,
        (batch, did, status, validFrom) ->
            batch.update(firestore.collection("actors").document(did.value()), "status", status),
        new Outbox(firestore),
        this::announce);
  }

  AccountSwitch accountSwitch() {
    return new AccountSwitch(statusWriter(), accounts, home, clock);
  }

  /** For a service at another address. */
  AccountSwitch accountSwitchAt(URI origin) {
    return new AccountSwitch(
        statusWriter(), accounts, new HomeCheck(directoryOfDids, identities, origin), clock);
  }

  Takedowns takedowns() {
    return new Takedowns(statusWriter(), new BlobTakedowns(firestore, clock), audit);
  }

  AccountDeletion deletion() {
    return new AccountDeletion(
        statusWriter(), accounts, new Preferences(firestore), passwords, attempts(), tokens);
  }

  HandleChange handleChange() {
    return new HandleChange(
        firestore,
        audit,
        changes,
        attempts(),
        new HandlePolicy(List.of(".tiktoktoe.test")),
        foreign,
        accounts,
        directoryOfDids,
        identities,
        new Outbox(firestore),
        this::announce,
        clock);
  }

  IdentityLookup lookup() {
    return new IdentityLookup(
        directory,
        new HandlePolicy(List.of(".tiktoktoe.test")),
        foreign,
        directoryOfDids,
        attempts(),
        clock);
  }

  EmailChanges emailChanges() {
    return new EmailChanges(audit, changes, accounts, attempts(), tokens, mails());
  }

  PasswordReset passwordReset() {
    return new PasswordReset(statusWriter(), accounts, passwords, attempts(), tokens, mails());
  }

  Mails mails() {
    return new Mails(firestore, changes, attempts(), new Outbox(firestore), this::announce, clock);
  }

  PlcOperations plcOperations() {
    return new PlcOperations(
        audit,
        changes,
        accounts,
        directoryOfDids,
        identities,
        tokens,
        new Outbox(firestore),
        this::announce,
        clock);
  }

  MovingIn movingIn() {
    return new MovingIn(
        new HandlePolicy(List.of(".tiktoktoe.test")),
        passwords,
        attempts(),
        accounts,
        sessions,
        inviteCodes(),
        directoryOfDids,
        reserved,
        writer(),
        changes,
        SERVICE,
        clock,
        random);
  }

  OverdueAccounts overdue() {
    return new OverdueAccounts(
        statusWriter(), changes, accounts, new Preferences(firestore), clock);
  }

  /** The token of the mail that was asked for last. */
  String mailed() {
    MailRequest request = MailRequest.decode(announced.getLast().data());
    return tokens.make(request).orElseThrow();
  }

  /** What the events say that were announced from {@code first} on. */
  List<String> told(int first) {
    return announced.subList(first, announced.size()).stream()
        .map(message -> RepoEventJson.decode(message.data()))
        .map(
            event ->
                switch (event) {
                  case RepoEvent.AccountEvent account -> "account " + account.status().id();
                  case RepoEvent.IdentityEvent identity -> "identity " + identity.handle();
                  case RepoEvent.CommitEvent _ -> "commit";
                  case RepoEvent.SyncEvent _ -> "sync";
                })
        .toList();
  }

  /** A session of the account's own password, which can be told from others. */
  Caller signedIn(Did did) {
    return new Caller(did, Grant.full(), TokenId.newFamily(random).toString(), clock.instant());
  }

  /** What came of a change of second factors that was not refused. */
  static <T> T done(FactorSettings.Outcome<T> outcome) {
    return switch (outcome) {
      case FactorSettings.Outcome.Done<T>(T value) -> value;
      case FactorSettings.Outcome.Refused<T>(Refusal refusal) ->
          throw new AssertionError(refusal.toString());
    };
  }

  Caller caller(Did did) {
    return new Caller(did, Grant.full(), "", clock.instant());
  }

  Caller operator() {
    return new Caller(SERVICE, new Grant.Operator(), "", clock.instant());
  }

  private int announce(List<Message> messages, Duration deadline) {
    announced.addAll(messages);
    return messages.size();
  }

  SignUp signUp(SignUp.Progress progress) {
    return new SignUp(
        firestore,
        new HandlePolicy(List.of(".tiktoktoe.test")),
        passwords,
        new Attempts(firestore, clock, true),
        accounts,
        sessions,
        inviteCodes(),
        identities,
        writer(),
        progress,
        clock,
        random);
  }

  private AccountWriter writer() {
    return new AccountWriter(
        firestore,
        audit,
        accounts,
        sessions,
        repositories,
        vault,
        (batch, did, handle, status, now) ->
            batch.create(
                firestore.collection("actors").document(did.value()),
                Map.of("handle", handle.value(), "status", status)),
        (batch, did, handle, status, now) ->
            batch.set(
                firestore.collection("actors").document(did.value()),
                Map.of("handle", handle.value(), "status", status)),
        new Outbox(firestore),
        this::announce);
  }

  SignUpSweep sweep() {
    return new SignUpSweep(firestore, identities, clock);
  }

  InviteCodes inviteCodes() {
    return new InviteCodes(firestore, changes, invitations, clock, random);
  }

  AppPasswords appPasswords() {
    return new AppPasswords(firestore, accounts, sessions, clock, random);
  }

  SignIn signIn() {
    return new SignIn(accounts, passwords, attempts(), sessions, repositories, factors());
  }

  FirebaseLogins firebaseLogins(FirebaseTokens tokens) {
    return new FirebaseLogins(firestore, tokens, accounts, signIn(), stepUps(), attempts(), audit);
  }

  Passkeys passkeys() {
    return new Passkeys(firestore, accounts, ORIGIN, clock, random);
  }

  StepUps stepUps() {
    return new StepUps(firestore, accounts, factors(), passkeys(), passwords, attempts(), clock);
  }

  FactorSettings factorSettings() {
    return new FactorSettings(
        firestore, accounts, vault, passkeys(), stepUps(), audit, "tiktoktoe.test", clock, random);
  }

  SecondFactors factors() {
    return new SecondFactors(firestore, accounts, vault, tokens, mails(), attempts(), audit, clock);
  }

  OAuthVerifier apps() {
    return new OAuthVerifier(
        TestSecrets.ONE,
        java.net.URI.create("https://tiktoktoe.test"),
        SERVICE,
        new app.tiktoktoe.oauth.PermissionSets(nsid -> null),
        clock);
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

  /** Leaves nothing behind. */
  @Override
  public void close() {
    clear();
    plcOfOurOwn.ifPresent(PlcEmulator::close);
  }
}
