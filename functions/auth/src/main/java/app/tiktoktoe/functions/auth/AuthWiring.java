package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AccountDirectory;
import app.tiktoktoe.accounts.AccountWriter;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.Attempts;
import app.tiktoktoe.accounts.HandlePolicy;
import app.tiktoktoe.accounts.HttpPlcDirectory;
import app.tiktoktoe.accounts.Passwords;
import app.tiktoktoe.accounts.PlcIdentities;
import app.tiktoktoe.accounts.Preferences;
import app.tiktoktoe.accounts.ServiceTokens;
import app.tiktoktoe.accounts.SessionAuthenticator;
import app.tiktoktoe.accounts.SessionVerifier;
import app.tiktoktoe.accounts.Sessions;
import app.tiktoktoe.accounts.SignIn;
import app.tiktoktoe.accounts.SignUp;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.events.EventPublisher;
import app.tiktoktoe.events.Outbox;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.repository.FirestoreRepositories;
import app.tiktoktoe.repository.KeyVault;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.TinkKeyVault;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.firestore.Firestore;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds the function by hand. */
final class AuthWiring {
  private static final String UNRELEASED = "unreleased";

  private final Environment environment;
  private final ServiceSettings settings;
  private final GoogleClients clients;
  private final InstantSource clock = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final Instance instance;

  private AuthWiring(Environment environment) {
    this.environment = environment;
    this.settings = ServiceSettings.from(environment);
    this.clients = new GoogleClients(environment);
    this.instance = Instance.start("auth", environment, clients);
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
    Firestore firestore = clients.firestore();
    Accounts accounts = new Accounts(firestore);
    AccountDirectory directory = new AccountDirectory(accounts, settings.origin(), clock);
    return new XrpcService(
        routes(firestore, accounts, directory),
        lexicons,
        authenticator(directory),
        settings.addressLimit(clock),
        settings.checkAnswers() ? AnswerCheck.strict(lexicons) : AnswerCheck.none(),
        instance);
  }

  private SessionAuthenticator authenticator(AccountDirectory directory) {
    return new SessionAuthenticator(
        new SessionVerifier(clients, settings.did(), clock), directory, settings.did(), clock);
  }

  private List<Route> routes(Firestore firestore, Accounts accounts, AccountDirectory directory) {
    KeyVault vault = new TinkKeyVault(clients);
    Repositories repositories =
        new FirestoreRepositories(firestore, vault, settings.limits(), clock, random);
    Passwords passwords = new Passwords(random);
    Sessions sessions = new Sessions(firestore, clients, settings.did(), clock, random);
    Attempts attempts = new Attempts(firestore, clock, settings.limits());
    SignIn signIn = new SignIn(accounts, passwords, attempts, sessions, repositories);
    SignUp signUp =
        new SignUp(
            firestore,
            new HandlePolicy(settings.handleDomains()),
            passwords,
            attempts,
            accounts,
            sessions,
            identities(),
            writer(firestore, accounts, sessions, repositories, vault),
            (step, _) -> logStep(step),
            clock,
            random);
    return Stream.of(
            sessionRoutes(signIn, signUp),
            otherRoutes(firestore, repositories, directory),
            paths(directory))
        .flatMap(List::stream)
        .toList();
  }

  private PlcIdentities identities() {
    return new PlcIdentities(
        clients, new HttpPlcDirectory(URI.create(environment.text("PLC_URL"))), settings.origin());
  }

  private AccountWriter writer(
      Firestore firestore,
      Accounts accounts,
      Sessions sessions,
      Repositories repositories,
      KeyVault vault) {
    return new AccountWriter(
        firestore,
        accounts,
        sessions,
        repositories,
        vault,
        new NewActor(firestore)::addTo,
        new Outbox(firestore),
        new EventPublisher(clients, Topic.COMMITS)::publish);
  }

  private void logStep(String step) {
    instance.log().info("sign-up", entry -> entry.put("step", step));
  }

  private List<Route> sessionRoutes(SignIn signIn, SignUp signUp) {
    SessionJson json = new SessionJson(settings.origin());
    return List.of(
        Route.method(
            "com.atproto.server.createAccount",
            Auth.PUBLIC,
            new CreateAccount(signUp, json, instance.log())),
        Route.method(
            "com.atproto.server.createSession", Auth.PUBLIC, new CreateSession(signIn, json)),
        Route.method("com.atproto.server.deleteSession", Auth.REFRESH, new DeleteSession(signIn)),
        Route.method(
            "com.atproto.server.getSession", Auth.AUTHENTICATED, new GetSession(signIn, json)),
        Route.method(
            "com.atproto.server.refreshSession", Auth.REFRESH, new RefreshSession(signIn, json)));
  }

  private List<Route> otherRoutes(
      Firestore firestore, Repositories repositories, AccountDirectory directory) {
    Preferences preferences = new Preferences(firestore);
    return List.of(
        Route.method(
            "com.atproto.server.describeServer", Auth.PUBLIC, new DescribeServer(settings)),
        Route.method(
            "com.atproto.server.getServiceAuth",
            Auth.AUTHENTICATED,
            new GetServiceAuth(new ServiceTokens(repositories, clock, random))),
        Route.method(
            "com.atproto.identity.resolveHandle", Auth.PUBLIC, new ResolveHandle(directory)),
        Route.method(
            "app.bsky.actor.getPreferences", Auth.AUTHENTICATED, new GetPreferences(preferences)),
        Route.method(
            "app.bsky.actor.putPreferences", Auth.AUTHENTICATED, new PutPreferences(preferences)));
  }

  private List<Route> paths(AccountDirectory directory) {
    return List.of(
        Route.path(
            "/xrpc/_health",
            new HealthCheck(environment.find("SERVICE_VERSION").orElse(UNRELEASED))),
        Route.path("/.well-known/atproto-did", new AtprotoDid(directory, settings.handleDomains())),
        Route.path("/.well-known/did.json", new DidWebDocument(settings)));
  }
}
