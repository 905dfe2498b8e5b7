package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AccountSessions;
import app.tiktoktoe.accounts.AppPasswords;
import app.tiktoktoe.accounts.CallerCheck;
import app.tiktoktoe.accounts.FactorSettings;
import app.tiktoktoe.accounts.FirebaseLogins;
import app.tiktoktoe.accounts.OAuthSessions;
import app.tiktoktoe.accounts.Roles;
import app.tiktoktoe.accounts.SignIn;
import app.tiktoktoe.views.actor.Viewers;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Route;
import java.util.List;
import java.util.stream.Stream;

/** Builds the methods of sessions, credentials and second factors by hand. */
final class SessionWiring {
  private final PartsWiring parts;

  SessionWiring(PartsWiring parts) {
    this.parts = parts;
  }

  List<Route> all() {
    return Stream.of(
            sessionRoutes(),
            credentialRoutes(),
            FactorRoutes.of(factorSettings(), parts.stepUps(), parts::checked),
            firebaseRoutes())
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> sessionRoutes() {
    SignIn signIn = parts.signIn();
    SessionJson json = new SessionJson(parts.settings.origin());
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
            parts.firestore,
            new AppPasswords(
                parts.firestore, parts.accounts, parts.sessions, parts.clock, parts.random),
            parts.inviteCodes(),
            new AccountSessions(
                parts.sessions,
                new OAuthSessions(parts.firestore, parts.clock, parts.random),
                parts.accounts,
                parts.changes,
                new Viewers(parts.firestore)::putStatus,
                parts.audit),
            new Roles(parts.firestore, parts.audit),
            new CallerGuard(new CallerCheck(parts.changes)))
        .all();
  }

  private FactorSettings factorSettings() {
    return new FactorSettings(
        parts.firestore,
        parts.accounts,
        parts.vault,
        parts.passkeys(),
        parts.stepUps(),
        parts.audit,
        parts.settings.origin().getHost(),
        parts.clock,
        parts.random);
  }

  private List<Route> firebaseRoutes() {
    FirebaseLogins logins =
        new FirebaseLogins(
            parts.firestore,
            FirebaseRoutes.tokens(parts.environment, parts.clients.project()),
            parts.accounts,
            parts.signIn(),
            parts.stepUps(),
            parts.attempts,
            parts.audit);
    return FirebaseRoutes.of(logins, new SessionJson(parts.settings.origin()), parts::checked);
  }
}
