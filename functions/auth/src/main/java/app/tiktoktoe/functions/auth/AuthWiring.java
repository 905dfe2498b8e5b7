package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AccountDeletion;
import app.tiktoktoe.accounts.AccountDirectory;
import app.tiktoktoe.accounts.AccountSessions;
import app.tiktoktoe.accounts.AccountSwitch;
import app.tiktoktoe.accounts.AccountWriter;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.Announcer;
import app.tiktoktoe.accounts.AppPasswords;
import app.tiktoktoe.accounts.Attempts;
import app.tiktoktoe.accounts.CallerCheck;
import app.tiktoktoe.accounts.EmailChanges;
import app.tiktoktoe.accounts.EmailTokens;
import app.tiktoktoe.accounts.FactorSettings;
import app.tiktoktoe.accounts.ForeignHandles;
import app.tiktoktoe.accounts.HandleAvailability;
import app.tiktoktoe.accounts.HandleChange;
import app.tiktoktoe.accounts.HandlePolicy;
import app.tiktoktoe.accounts.HomeCheck;
import app.tiktoktoe.accounts.HttpPlcDirectory;
import app.tiktoktoe.accounts.Identities;
import app.tiktoktoe.accounts.IdentityLookup;
import app.tiktoktoe.accounts.Invitations;
import app.tiktoktoe.accounts.InviteCodes;
import app.tiktoktoe.accounts.Mails;
import app.tiktoktoe.accounts.MovingIn;
import app.tiktoktoe.accounts.OAuthSessions;
import app.tiktoktoe.accounts.OAuthVerifier;
import app.tiktoktoe.accounts.Passkeys;
import app.tiktoktoe.accounts.PasswordReset;
import app.tiktoktoe.accounts.Passwords;
import app.tiktoktoe.accounts.PlcDirectory;
import app.tiktoktoe.accounts.PlcIdentities;
import app.tiktoktoe.accounts.PlcOperations;
import app.tiktoktoe.accounts.Preferences;
import app.tiktoktoe.accounts.ReservedKeys;
import app.tiktoktoe.accounts.RoleHolders;
import app.tiktoktoe.accounts.Roles;
import app.tiktoktoe.accounts.SecondFactors;
import app.tiktoktoe.accounts.ServiceTokens;
import app.tiktoktoe.accounts.SessionAuthenticator;
import app.tiktoktoe.accounts.SessionVerifier;
import app.tiktoktoe.accounts.Sessions;
import app.tiktoktoe.accounts.SignIn;
import app.tiktoktoe.accounts.SignUp;
import app.tiktoktoe.accounts.StatusWriter;
import app.tiktoktoe.accounts.StepUps;
import app.tiktoktoe.accounts.WebDids;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.events.EventPublisher;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.functions.auth.oauth.OAuthRoutes;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.outbound.DnsTextRecords;
import app.tiktoktoe.outbound.GuardedHttp;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryCounts;
import app.tiktoktoe.repository.StatusChanges;
import app.tiktoktoe.repository.TinkKeyVault;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.OperatorOnly;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcMethod;
import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.firestore.Firestore;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the function by hand. */
final class AuthWiring {
  private static final String UNRELEASED = "unreleased";
  private static final Duration DNS_TIMEOUT = Duration.ofMillis(800);

  private final Environment environment;
  private final ServiceSettings settings;
  private final GoogleClients clients;
  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final Instance instance;
  private final Firestore firestore;
  private final AuditTrail audit;
  private final Accounts accounts;
  private final AccountDirectory directory;
  private final KeyVault vault;
  private final Repositories repositories;
  private final StatusChanges changes;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Sessions sessions;
  private final Preferences preferences;
  private final Invitations invitations;
  private final EmailTokens tokens;
  private final HandlePolicy handles;
  private final PlcIdentities plc;
  private final Identities identities;
  private final HomeCheck home;
  private final ForeignHandles foreignHandles;
  private final Outbox outbox;
  private final Announcer announcer;
  private final GuardedHttp outbound;
  private final PermissionSets sets = new PermissionSets(new ClasspathLexicons());

  private AuthWiring(Environment environment) {
    this.environment = environment;
    this.settings = ServiceSettings.from(environment);
    this.clients = new GoogleClients(environment);
    this.instance = Instance.start("auth", environment, clients);
    this.firestore = clients.firestore();
    this.audit = new AuditTrail(firestore, clock, random);
    this.accounts = new Accounts(firestore);
    this.directory = new AccountDirectory(accounts, settings.origin(), clock);
    this.vault = new TinkKeyVault(clients);
    this.repositories =
        new FirestoreRepositories(firestore, vault, settings.limits(), clock, random);
    this.changes = new StatusChanges(firestore, clock);
    this.passwords = new Passwords(random);
    this.attempts = new Attempts(firestore, clock, settings.limits());
    this.sessions = new Sessions(firestore, clients, settings.did(), clock, random);
    this.invitations =
        new Invitations(
            environment.find("INVITE_REQUIRED").equals(Optional.of("on")),
            Duration.ofDays(Long.parseLong(environment.find("INVITE_INTERVAL_DAYS").orElse("0"))),
            settings.origin().getHost());
    this.preferences = new Preferences(firestore);
    this.tokens = new EmailTokens(firestore, clock, random);
    this.handles = new HandlePolicy(settings.handleDomains());
    this.outbound = GuardedHttp.from(environment);
    PlcDirectory plcDirectory = new HttpPlcDirectory(URI.create(environment.text("PLC_URL")));
    this.plc = new PlcIdentities(clients, plcDirectory, settings.origin());
    this.identities = new Identities(plcDirectory, new WebDids(outbound));
    this.foreignHandles = new ForeignHandles(new DnsTextRecords(DNS_TIMEOUT), outbound);
    this.home = new HomeCheck(identities, plc, settings.origin());
    this.outbox = new Outbox(firestore);
    this.announcer = new EventPublisher(clients, Topic.COMMITS, Topic.MAILS)::publish;
  }

  static XrpcService service(Map<String, String> variables) {
    String[] required =
        Stream.concat(
                Stream.of(ServiceSettings.required()), Stream.of("GOOGLE_CLOUD_PROJECT", "PLC_URL"))
            .toArray(String[]::new);
    return new AuthWiring(Environment.of(variables, required)).service();
  }

  private XrpcService service() {
    Lexicons lexicons = new Lexicons(new ClasspathLexicons());
    return new XrpcService(
        Stream.of(
                sessionRoutes(),
                credentialRoutes(),
                oauthRoutes(),
                FactorRoutes.of(factorSettings(), stepUps(), this::checked),
                lifeRoutes(),
                emailRoutes(),
                identityRoutes(),
                lookupRoutes(),
                otherRoutes(),
                paths())
            .flatMap(List::stream)
            .toList(),
        lexicons,
        new RoleHolders(
            new OperatorOnly(clients, settings.did(), clock),
            new SessionAuthenticator(
                new SessionVerifier(clients, settings.did(), clock),
                new OAuthVerifier(clients, settings.origin(), settings.did(), sets, clock),
                directory,
                settings.did(),
                clock),
            new CallerCheck(changes),
            new Roles(firestore, audit)),
        settings.addressLimit(clock, instance.log()),
        settings.checkAnswers() ? AnswerCheck.strict(lexicons) : AnswerCheck.none(),
        instance);
  }

  private List<Route> oauthRoutes() {
    return OAuthRoutes.of(
        settings,
        clients,
        firestore,
        signIn(),
        new OAuthRoutes.Factors(accounts, factors(), passkeys()),
        repositories,
        sets,
        outbound::get,
        clock,
        random);
  }

  private SignIn signIn() {
    return new SignIn(accounts, passwords, attempts, sessions, repositories, factors());
  }

  private SecondFactors factors() {
    return new SecondFactors(firestore, accounts, vault, tokens, mails(), attempts, audit, clock);
  }

  private Passkeys passkeys() {
    return new Passkeys(firestore, accounts, settings.origin(), clock, random);
  }

  private StepUps stepUps() {
    return new StepUps(firestore, accounts, factors(), passkeys(), passwords, attempts, clock);
  }

  private FactorSettings factorSettings() {
    return new FactorSettings(
        firestore,
        accounts,
        vault,
        passkeys(),
        stepUps(),
        audit,
        settings.origin().getHost(),
        clock,
        random);
  }

  private XrpcMethod stepped(XrpcMethod method) {
    return new FactorGuard(stepUps()).before(method);
  }

  private List<Route> sessionRoutes() {
    SignIn signIn = signIn();
    SessionJson json = new SessionJson(settings.origin());
    return List.of(
        Route.method(
            "com.atproto.server.createSession", Auth.PUBLIC, new CreateSession(signIn, json)),
        Route.method("com.atproto.server.deleteSession", Auth.REFRESH, new DeleteSession(signIn)),
        Route.method(
            "com.atproto.server.getSession", Auth.AUTHENTICATED, new GetSession(signIn, json)),
        Route.method(
            "com.atproto.server.refreshSession", Auth.REFRESH, new RefreshSession(signIn, json)));
  }

  private List<Route> credentialRoutes() {
    return new CredentialRoutes(
            firestore,
            new AppPasswords(firestore, accounts, sessions, clock, random),
            inviteCodes(),
            new AccountSessions(
                sessions,
                new OAuthSessions(firestore, clock, random),
                accounts,
                changes,
                new Viewers(firestore)::putStatus,
                audit),
            new Roles(firestore, audit),
            new CallerGuard(new CallerCheck(changes)))
        .all();
  }

  private InviteCodes inviteCodes() {
    return new InviteCodes(firestore, changes, invitations, clock, random);
  }

  private List<Route> lifeRoutes() {
    StatusWriter writer = statusWriter();
    AccountSwitch accountSwitch = new AccountSwitch(writer, accounts, home, clock);
    AccountDeletion deletion =
        new AccountDeletion(writer, accounts, preferences, passwords, attempts, tokens);
    return List.of(
        Route.method("com.atproto.server.createAccount", Auth.PUBLIC, guarded(createAccount())),
        Route.method(
            "com.atproto.server.activateAccount",
            Auth.FULL,
            guarded(new ActivateAccount(accountSwitch))),
        Route.method(
            "com.atproto.server.checkAccountStatus",
            Auth.AUTHENTICATED,
            guarded(
                checked(
                    new CheckAccountStatus(
                        accounts, new RepositoryCounts(firestore), preferences, home)))),
        Route.method(
            "com.atproto.server.deactivateAccount",
            Auth.FULL,
            new DeactivateAccount(accountSwitch)),
        Route.method(
            "com.atproto.server.requestAccountDelete",
            Auth.FULL,
            stepped(new RequestAccountDelete(mails()))),
        Route.method("com.atproto.server.deleteAccount", Auth.PUBLIC, new DeleteAccount(deletion)),
        Route.method(
            "com.atproto.server.reserveSigningKey",
            Auth.PUBLIC,
            new ReserveSigningKey(reservedKeys())));
  }

  private StatusWriter statusWriter() {
    return new StatusWriter(audit, changes, new Viewers(firestore)::putStatus, outbox, announcer);
  }

  private List<Route> emailRoutes() {
    EmailChanges emails = new EmailChanges(audit, changes, accounts, attempts, tokens, mails());
    PasswordReset reset =
        new PasswordReset(statusWriter(), accounts, passwords, attempts, tokens, mails());
    return List.of(
        Route.method(
            "com.atproto.server.confirmEmail", Auth.AUTHENTICATED, new ConfirmEmail(emails)),
        Route.method(
            "com.atproto.server.requestEmailConfirmation",
            Auth.AUTHENTICATED,
            new RequestEmailConfirmation(mails())),
        Route.method(
            "com.atproto.server.requestEmailUpdate",
            Auth.AUTHENTICATED,
            new RequestEmailUpdate(emails)),
        Route.method(
            "com.atproto.server.requestPasswordReset",
            Auth.PUBLIC,
            new RequestPasswordReset(reset)),
        Route.method("com.atproto.server.resetPassword", Auth.PUBLIC, new ResetPassword(reset)),
        Route.method(
            "com.atproto.server.updateEmail", Auth.FULL, stepped(new UpdateEmail(emails))));
  }

  private CreateAccount createAccount() {
    AccountWriter writer =
        new AccountWriter(
            firestore,
            audit,
            accounts,
            sessions,
            repositories,
            vault,
            new NewActor(firestore)::addTo,
            new NewActor(firestore)::replace,
            outbox,
            announcer);
    SignUp signUp =
        new SignUp(
            firestore,
            handles,
            passwords,
            attempts,
            accounts,
            sessions,
            inviteCodes(),
            plc,
            writer,
            (step, _) -> instance.log().info("sign-up", entry -> entry.put("step", step)),
            clock,
            random);
    MovingIn movingIn =
        new MovingIn(
            handles,
            passwords,
            attempts,
            accounts,
            sessions,
            inviteCodes(),
            identities,
            reservedKeys(),
            writer,
            changes,
            settings.did(),
            clock,
            random);
    return new CreateAccount(signUp, movingIn, new SessionJson(settings.origin()));
  }

  private ReservedKeys reservedKeys() {
    return new ReservedKeys(firestore, vault, settings.did(), clock, random);
  }

  private Mails mails() {
    return new Mails(firestore, changes, attempts, outbox, announcer, clock);
  }

  private XrpcMethod guarded(XrpcMethod method) {
    return new DirectoryGuard(instance.log()).before(method);
  }

  private XrpcMethod checked(XrpcMethod method) {
    return new CallerGuard(new CallerCheck(changes)).before(method);
  }

  private List<Route> identityRoutes() {
    PlcOperations operations =
        new PlcOperations(
            audit, changes, accounts, identities, plc, tokens, outbox, announcer, clock);
    return List.of(
        Route.method(
            "com.atproto.identity.getRecommendedDidCredentials",
            Auth.AUTHENTICATED,
            new GetRecommendedDidCredentials(operations)),
        Route.method(
            "com.atproto.identity.requestPlcOperationSignature",
            Auth.FULL,
            new RequestPlcOperationSignature(mails())),
        Route.method(
            "com.atproto.identity.signPlcOperation",
            Auth.FULL,
            guarded(stepped(new SignPlcOperation(operations)))),
        Route.method(
            "com.atproto.identity.submitPlcOperation",
            Auth.AUTHENTICATED,
            guarded(new SubmitPlcOperation(operations))),
        Route.method(
            "com.atproto.identity.updateHandle",
            Auth.AUTHENTICATED,
            guarded(new UpdateHandle(handleChange()))));
  }

  private HandleChange handleChange() {
    return new HandleChange(
        firestore,
        audit,
        changes,
        attempts,
        handles,
        foreignHandles,
        accounts,
        identities,
        plc,
        outbox,
        announcer,
        clock);
  }

  private List<Route> lookupRoutes() {
    IdentityLookup lookup =
        new IdentityLookup(directory, handles, foreignHandles, identities, attempts, clock);
    return List.of(
        Route.method(
            "com.atproto.identity.refreshIdentity",
            Auth.PUBLIC,
            guarded(new RefreshIdentity(lookup))),
        Route.method(
            "com.atproto.identity.resolveDid", Auth.PUBLIC, guarded(new ResolveDid(lookup))),
        Route.method(
            "com.atproto.identity.resolveHandle",
            Auth.PUBLIC,
            new ResolveHandle(lookup, repositories)),
        Route.method(
            "com.atproto.identity.resolveIdentity",
            Auth.PUBLIC,
            guarded(new ResolveIdentity(lookup))),
        Route.method(
            "com.atproto.temp.checkHandleAvailability",
            Auth.PUBLIC,
            new CheckHandleAvailability(
                new HandleAvailability(settings.handleDomains(), accounts, random))));
  }

  private List<Route> otherRoutes() {
    return List.of(
        Route.method(
            "com.atproto.server.describeServer",
            Auth.PUBLIC,
            new DescribeServer(settings, invitations)),
        Route.method(
            "com.atproto.server.getServiceAuth",
            Auth.AUTHENTICATED,
            new GetServiceAuth(new ServiceTokens(repositories, clock, random))),
        Route.method(
            "app.bsky.actor.getPreferences",
            Auth.AUTHENTICATED,
            checked(new GetPreferences(preferences, clock))),
        Route.method(
            "app.bsky.actor.putPreferences",
            Auth.AUTHENTICATED,
            checked(new PutPreferences(preferences))));
  }

  private List<Route> paths() {
    return List.of(
        Route.path(
            "/xrpc/_health",
            new HealthCheck(environment.find("SERVICE_VERSION").orElse(UNRELEASED))),
        Route.path("/.well-known/atproto-did", new AtprotoDid(directory, settings.handleDomains())),
        Route.path("/.well-known/did.json", new DidWebDocument(settings)));
  }
}
