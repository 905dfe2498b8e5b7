package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FirebaseLogins;
import app.tiktoktoe.accounts.FirebaseOff;
import app.tiktoktoe.accounts.FirebaseTokens;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Route;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Builds the methods for Firebase Auth by hand. */
final class FirebaseRoutes {
  private FirebaseRoutes() {}

  /** Firebase Auth of the project, where {@code FIREBASE_AUTH} is {@code on}. */
  static FirebaseTokens tokens(Environment environment, String project) {
    Optional<String> emulator = environment.find("FIREBASE_AUTH_EMULATOR_HOST");
    return environment.find("FIREBASE_AUTH").equals(Optional.of("on"))
        ? new FirebaseAdminTokens(
            project, () -> FirebaseAdminTokens.options(project, emulator.isPresent()))
        : new FirebaseOff();
  }

  /**
   * All of them.
   *
   * @param checked checks that the caller's session is still good
   */
  static List<Route> of(
      FirebaseLogins logins, SessionJson json, UnaryOperator<XrpcMethod> checked) {
    return List.of(
        Route.method(
            "app.tiktoktoe.auth.createFirebaseToken",
            Auth.FULL,
            checked.apply(new CreateFirebaseToken(logins))),
        Route.method(
            "app.tiktoktoe.auth.linkFirebase", Auth.FULL, checked.apply(new LinkFirebase(logins))),
        Route.method(
            "app.tiktoktoe.auth.signInWithFirebase",
            Auth.PUBLIC,
            new SignInWithFirebase(logins, json)),
        Route.method(
            "app.tiktoktoe.auth.unlinkFirebase",
            Auth.FULL,
            checked.apply(new UnlinkFirebase(logins))));
  }
}
