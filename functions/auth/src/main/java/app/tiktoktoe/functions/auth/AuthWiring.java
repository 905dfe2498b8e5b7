package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.CallerCheck;
import app.tiktoktoe.accounts.FreshProof;
import app.tiktoktoe.accounts.RoleHolders;
import app.tiktoktoe.accounts.Roles;
import app.tiktoktoe.accounts.ServiceTokens;
import app.tiktoktoe.accounts.SessionAuthenticator;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.functions.auth.oauth.OAuthRoutes;
import app.tiktoktoe.functions.auth.proxy.ProxyServices;
import app.tiktoktoe.functions.auth.proxy.ServiceEndpoints;
import app.tiktoktoe.functions.auth.proxy.ServiceProxy;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.xrpc.AnswerCheck;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Authenticator;
import app.tiktoktoe.xrpc.OperatorOnly;
import app.tiktoktoe.xrpc.Relay;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.ServiceSettings;
import app.tiktoktoe.xrpc.XrpcService;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Builds the function by hand. */
final class AuthWiring {
  private static final String UNRELEASED = "unreleased";

  private final PartsWiring parts;

  private AuthWiring(PartsWiring parts) {
    this.parts = parts;
  }

  static XrpcService service(Map<String, String> variables) {
    String[] required =
        Stream.concat(
                Stream.of(ServiceSettings.required()), Stream.of("GOOGLE_CLOUD_PROJECT", "PLC_URL"))
            .toArray(String[]::new);
    return new AuthWiring(new PartsWiring(Environment.of(variables, required))).service();
  }

  private XrpcService service() {
    Lexicons lexicons = new Lexicons(new ClasspathLexicons());
    return new XrpcService(
        Stream.of(
                new SessionWiring(parts).all(),
                oauthRoutes(),
                new LifeWiring(parts).all(),
                new IdentityWiring(parts).all(),
                otherRoutes(),
                paths())
            .flatMap(List::stream)
            .toList(),
        lexicons,
        callers(),
        parts.settings.addressLimit(parts.clock, parts.instance.log()),
        parts.settings.checkAnswers() ? AnswerCheck.strict(lexicons) : AnswerCheck.none(),
        relay(),
        parts.instance);
  }

  private Relay relay() {
    return new ServiceProxy(
        ProxyServices.from(parts.environment),
        parts.settings.did(),
        new ServiceEndpoints(parts.lookup),
        new ServiceTokens(parts.repositories, parts.clock, parts.random),
        parts.outbound::send,
        parts.instance.log());
  }

  private Authenticator callers() {
    ServiceSettings settings = parts.settings;
    return new RoleHolders(
        new OperatorOnly(parts.clients, settings.did(), parts.clock),
        SessionAuthenticator.of(settings, parts.clients, parts.directory, parts.sets, parts.clock),
        new CallerCheck(parts.changes),
        new Roles(parts.firestore, parts.audit),
        new FreshProof(parts.firestore, parts.clock));
  }

  private List<Route> oauthRoutes() {
    return OAuthRoutes.of(
        parts.settings,
        parts.clients,
        parts.firestore,
        parts.signIn(),
        new OAuthRoutes.Factors(parts.accounts, parts.factors(), parts.passkeys()),
        parts.repositories,
        parts.sets,
        parts.outbound::get,
        parts.clock,
        parts.random);
  }

  private List<Route> otherRoutes() {
    return List.of(
        Route.method(
            "com.atproto.server.describeServer",
            Auth.PUBLIC,
            new DescribeServer(parts.settings, parts.invitations)),
        Route.method(
            "com.atproto.server.getServiceAuth",
            Auth.AUTHENTICATED,
            new GetServiceAuth(new ServiceTokens(parts.repositories, parts.clock, parts.random))),
        Route.method(
            "app.bsky.actor.getPreferences",
            Auth.AUTHENTICATED,
            parts.checked(new GetPreferences(parts.preferences, parts.clock))),
        Route.method(
            "app.bsky.actor.putPreferences",
            Auth.AUTHENTICATED,
            parts.checked(new PutPreferences(parts.preferences))));
  }

  private List<Route> paths() {
    return List.of(
        Route.path(
            "/xrpc/_health",
            new HealthCheck(parts.environment.find("SERVICE_VERSION").orElse(UNRELEASED))),
        Route.path(
            "/.well-known/atproto-did",
            new AtprotoDid(parts.directory, parts.settings.handleDomains())),
        Route.path("/.well-known/did.json", new DidWebDocument(parts.settings)));
  }
}
