package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.HandleAvailability;
import app.tiktoktoe.accounts.HandleChange;
import app.tiktoktoe.accounts.PlcOperations;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Route;
import java.util.List;
import java.util.stream.Stream;

/** Builds the methods of identities and of who is who by hand. */
final class IdentityWiring {
  private final PartsWiring parts;

  IdentityWiring(PartsWiring parts) {
    this.parts = parts;
  }

  List<Route> all() {
    return Stream.of(identityRoutes(), lookupRoutes()).flatMap(List::stream).toList();
  }

  private List<Route> identityRoutes() {
    PlcOperations operations =
        new PlcOperations(
            parts.audit,
            parts.changes,
            parts.accounts,
            parts.identities,
            parts.plc,
            parts.tokens,
            parts.outbox,
            parts.announcer,
            parts.clock);
    return List.of(
        Route.method(
            "com.atproto.identity.getRecommendedDidCredentials",
            Auth.AUTHENTICATED,
            new GetRecommendedDidCredentials(operations)),
        Route.method(
            "com.atproto.identity.requestPlcOperationSignature",
            Auth.FULL,
            new RequestPlcOperationSignature(parts.mails())),
        Route.method(
            "com.atproto.identity.signPlcOperation",
            Auth.FULL,
            parts.guarded(parts.stepped(new SignPlcOperation(operations)))),
        Route.method(
            "com.atproto.identity.submitPlcOperation",
            Auth.AUTHENTICATED,
            parts.guarded(new SubmitPlcOperation(operations))),
        Route.method(
            "com.atproto.identity.updateHandle",
            Auth.AUTHENTICATED,
            parts.guarded(new UpdateHandle(handleChange()))));
  }

  private HandleChange handleChange() {
    return new HandleChange(
        parts.firestore,
        parts.audit,
        parts.changes,
        parts.attempts,
        parts.handles,
        parts.foreignHandles,
        parts.accounts,
        parts.identities,
        parts.plc,
        parts.outbox,
        parts.announcer,
        parts.clock);
  }

  private List<Route> lookupRoutes() {
    return List.of(
        Route.method(
            "com.atproto.identity.refreshIdentity",
            Auth.PUBLIC,
            parts.guarded(new RefreshIdentity(parts.lookup))),
        Route.method(
            "com.atproto.identity.resolveDid",
            Auth.PUBLIC,
            parts.guarded(new ResolveDid(parts.lookup))),
        Route.method(
            "com.atproto.identity.resolveHandle",
            Auth.PUBLIC,
            new ResolveHandle(parts.lookup, parts.repositories)),
        Route.method(
            "com.atproto.identity.resolveIdentity",
            Auth.PUBLIC,
            parts.guarded(new ResolveIdentity(parts.lookup))),
        Route.method(
            "com.atproto.temp.checkHandleAvailability",
            Auth.PUBLIC,
            new CheckHandleAvailability(
                new HandleAvailability(
                    parts.settings.handleDomains(), parts.accounts, parts.random))));
  }
}
