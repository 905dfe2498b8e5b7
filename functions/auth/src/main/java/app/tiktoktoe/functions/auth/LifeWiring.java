package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AccountDeletion;
import app.tiktoktoe.accounts.AccountSwitch;
import app.tiktoktoe.accounts.AccountWriter;
import app.tiktoktoe.accounts.EmailChanges;
import app.tiktoktoe.accounts.MovingIn;
import app.tiktoktoe.accounts.PasswordReset;
import app.tiktoktoe.accounts.SignUp;
import app.tiktoktoe.accounts.StatusWriter;
import app.tiktoktoe.repository.RepositoryCounts;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Route;
import java.util.List;
import java.util.stream.Stream;

/** Builds the methods of an account's life and of its address by hand. */
final class LifeWiring {
  private final PartsWiring parts;

  LifeWiring(PartsWiring parts) {
    this.parts = parts;
  }

  List<Route> all() {
    return Stream.of(lifeRoutes(), emailRoutes()).flatMap(List::stream).toList();
  }

  private List<Route> lifeRoutes() {
    StatusWriter writer = parts.statusWriter();
    AccountSwitch accountSwitch =
        new AccountSwitch(writer, parts.accounts, parts.home, parts.clock);
    AccountDeletion deletion =
        new AccountDeletion(
            writer,
            parts.accounts,
            parts.preferences,
            parts.passwords,
            parts.attempts,
            parts.tokens);
    return List.of(
        Route.method(
            "com.atproto.server.createAccount", Auth.PUBLIC, parts.guarded(createAccount())),
        Route.method(
            "com.atproto.server.activateAccount",
            Auth.FULL,
            parts.guarded(new ActivateAccount(accountSwitch))),
        Route.method(
            "com.atproto.server.checkAccountStatus",
            Auth.AUTHENTICATED,
            parts.guarded(
                parts.checked(
                    new CheckAccountStatus(
                        parts.accounts,
                        new RepositoryCounts(parts.firestore),
                        parts.preferences,
                        parts.home)))),
        Route.method(
            "com.atproto.server.deactivateAccount",
            Auth.FULL,
            new DeactivateAccount(accountSwitch)),
        Route.method(
            "com.atproto.server.requestAccountDelete",
            Auth.FULL,
            parts.stepped(new RequestAccountDelete(parts.mails()))),
        Route.method("com.atproto.server.deleteAccount", Auth.PUBLIC, new DeleteAccount(deletion)),
        Route.method(
            "com.atproto.server.reserveSigningKey",
            Auth.PUBLIC,
            new ReserveSigningKey(parts.reservedKeys())));
  }

  private List<Route> emailRoutes() {
    EmailChanges emails =
        new EmailChanges(
            parts.audit,
            parts.changes,
            parts.accounts,
            parts.attempts,
            parts.tokens,
            parts.mails());
    PasswordReset reset =
        new PasswordReset(
            parts.statusWriter(),
            parts.accounts,
            parts.passwords,
            parts.attempts,
            parts.tokens,
            parts.mails());
    return List.of(
        Route.method(
            "com.atproto.server.confirmEmail", Auth.AUTHENTICATED, new ConfirmEmail(emails)),
        Route.method(
            "com.atproto.server.requestEmailConfirmation",
            Auth.AUTHENTICATED,
            new RequestEmailConfirmation(parts.mails())),
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
            "com.atproto.server.updateEmail", Auth.FULL, parts.stepped(new UpdateEmail(emails))));
  }

  private CreateAccount createAccount() {
    AccountWriter writer =
        new AccountWriter(
            parts.firestore,
            parts.audit,
            parts.accounts,
            parts.sessions,
            parts.repositories,
            parts.vault,
            new NewActor(parts.firestore)::addTo,
            new NewActor(parts.firestore)::replace,
            parts.outbox,
            parts.announcer);
    SignUp signUp =
        new SignUp(
            parts.firestore,
            parts.handles,
            parts.passwords,
            parts.attempts,
            parts.accounts,
            parts.sessions,
            parts.inviteCodes(),
            parts.plc,
            writer,
            (step, _) -> parts.instance.log().info("sign-up", entry -> entry.put("step", step)),
            parts.clock,
            parts.random);
    MovingIn movingIn =
        new MovingIn(
            parts.handles,
            parts.passwords,
            parts.attempts,
            parts.accounts,
            parts.sessions,
            parts.inviteCodes(),
            parts.identities,
            parts.reservedKeys(),
            writer,
            parts.changes,
            parts.settings.did(),
            parts.clock,
            parts.random);
    return new CreateAccount(signUp, movingIn, new SessionJson(parts.settings.origin()));
  }
}
