package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AccountSessions;
import app.tiktoktoe.accounts.AppPasswords;
import app.tiktoktoe.accounts.InviteCodeList;
import app.tiktoktoe.accounts.InviteCodes;
import app.tiktoktoe.accounts.Roles;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Route;
import com.google.cloud.firestore.Firestore;
import java.util.List;
import java.util.stream.Stream;

/** The methods of app passwords, sessions, invite codes and roles. */
final class CredentialRoutes {
  private final Firestore firestore;
  private final AppPasswords appPasswords;
  private final InviteCodes codes;
  private final AccountSessions sessions;
  private final Roles roles;
  private final CallerGuard callers;

  CredentialRoutes(
      Firestore firestore,
      AppPasswords appPasswords,
      InviteCodes codes,
      AccountSessions sessions,
      Roles roles,
      CallerGuard callers) {
    this.firestore = firestore;
    this.appPasswords = appPasswords;
    this.codes = codes;
    this.sessions = sessions;
    this.roles = roles;
    this.callers = callers;
  }

  List<Route> all() {
    return Stream.of(appPasswords(), sessions(), invites(), administration())
        .flatMap(List::stream)
        .toList();
  }

  private List<Route> appPasswords() {
    return List.of(
        Route.method(
            "com.atproto.server.createAppPassword",
            Auth.FULL,
            callers.before(new CreateAppPassword(appPasswords))),
        Route.method(
            "com.atproto.server.listAppPasswords",
            Auth.AUTHENTICATED,
            callers.before(new ListAppPasswords(appPasswords))),
        Route.method(
            "com.atproto.server.revokeAppPassword",
            Auth.AUTHENTICATED,
            callers.before(new RevokeAppPassword(appPasswords))));
  }

  private List<Route> sessions() {
    return List.of(
        Route.method(
            "app.tiktoktoe.auth.listSessions",
            Auth.FULL,
            callers.before(new ListSessions(sessions))),
        Route.method(
            "app.tiktoktoe.auth.revokeSession",
            Auth.FULL,
            callers.before(new RevokeSession(sessions))));
  }

  private List<Route> invites() {
    return List.of(
        Route.method(
            "com.atproto.server.createInviteCode", Auth.ADMIN, new CreateInviteCode(codes)),
        Route.method(
            "com.atproto.server.createInviteCodes", Auth.ADMIN, new CreateInviteCodes(codes)),
        Route.method(
            "com.atproto.server.getAccountInviteCodes",
            Auth.FULL,
            callers.before(new GetAccountInviteCodes(codes))));
  }

  private List<Route> administration() {
    return List.of(
        Route.method("app.tiktoktoe.admin.updateRole", Auth.ADMIN, new UpdateRole(roles)),
        Route.method(
            "com.atproto.admin.getInviteCodes",
            Auth.MODERATOR,
            new GetInviteCodes(new InviteCodeList(firestore))),
        Route.method(
            "com.atproto.admin.disableInviteCodes", Auth.MODERATOR, new DisableInviteCodes(codes)),
        Route.method(
            "com.atproto.admin.enableAccountInvites",
            Auth.MODERATOR,
            new EnableAccountInvites(codes)),
        Route.method(
            "com.atproto.admin.disableAccountInvites",
            Auth.MODERATOR,
            new DisableAccountInvites(codes)));
  }
}
