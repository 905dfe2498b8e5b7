package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.OAuthIssuer;
import app.tiktoktoe.accounts.OAuthRequests;
import app.tiktoktoe.accounts.OAuthSessions;
import app.tiktoktoe.accounts.OAuthVerifier;
import app.tiktoktoe.accounts.Passkeys;
import app.tiktoktoe.accounts.SecondFactors;
import app.tiktoktoe.accounts.SignIn;
import app.tiktoktoe.cloud.Secrets;
import app.tiktoktoe.oauth.ClientAssertions;
import app.tiktoktoe.oauth.DpopProofs;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.outbound.Fetched;
import app.tiktoktoe.outbound.Limits;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.ServiceSettings;
import com.google.cloud.firestore.Firestore;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/** Builds the authorization server by hand. */
public final class OAuthRoutes {
  private OAuthRoutes() {}

  /** What second factors are asked for and checked with. */
  public record Factors(Accounts accounts, SecondFactors codes, Passkeys passkeys) {}

  /** All its paths. */
  public static List<Route> of(
      ServiceSettings settings,
      Secrets secrets,
      Firestore firestore,
      SignIn signIn,
      Factors factors,
      Repositories repositories,
      PermissionSets sets,
      BiFunction<URI, Limits, Fetched> outbound,
      InstantSource clock,
      RandomGenerator random) {
    URI origin = settings.origin();
    DpopProofs proofs = new DpopProofs(OAuthVerifier.nonces(secrets, clock), clock);
    Endpoint endpoint = new Endpoint(proofs, origin);
    Clients clients = new Clients(outbound, new ClientAssertions(origin, clock), clock);
    OAuthSessions sessions = new OAuthSessions(firestore, clock, random);
    OAuthRequests requests = new OAuthRequests(firestore, sessions, clock, random);
    OAuthIssuer issuer = new OAuthIssuer(secrets, origin, settings.did(), clock);
    Parts parts = new Parts(clients);
    Pages pages =
        new Pages(
            requests,
            parts,
            signIn,
            new SecondFactorPage(factors, issuer, parts),
            issuer,
            new Consent(sets),
            new Browser(origin, random),
            origin);
    return List.of(
        Route.path(
            "/.well-known/oauth-protected-resource", call -> Metadata.protectedResource(origin)),
        Route.path(
            "/.well-known/oauth-authorization-server",
            call -> Metadata.authorizationServer(origin)),
        Route.path("/oauth/jwks", call -> Metadata.keys(issuer)),
        Route.form(
            PushedRequest.PATH,
            endpoint.of(new PushedRequest(endpoint, clients, sets, requests, clock))),
        Route.form(
            TokenEndpoint.PATH,
            endpoint.of(
                new TokenEndpoint(
                    endpoint, clients, requests, sessions, issuer, repositories, clock))),
        Route.form(RevokeEndpoint.PATH, endpoint.of(new RevokeEndpoint(sessions, issuer))),
        Route.path(Pages.AUTHORIZE, pages.showing(pages::authorize)),
        Route.form(Pages.SIGN_IN, pages.showing(pages::signIn)),
        Route.form(Pages.SECOND_FACTOR, pages.showing(pages::secondFactor)),
        Route.form(Pages.CONSENT, pages.showing(pages::consent)));
  }
}
