package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Refusal;

/** Where Firebase Auth is not configured: refuses everything. Stateless. */
public final class FirebaseOff implements FirebaseTokens {
  private static final Refusal OFF =
      Refusal.of(
          Refusal.Kind.NOT_IMPLEMENTED,
          "FirebaseNotConfigured",
          "Firebase Auth is not configured on this server");

  /** Refuses everything. */
  public FirebaseOff() {}

  @Override
  public Known read(String idToken) {
    return new Known.Refused(OFF);
  }

  @Override
  public Made custom(Did account) {
    return new Made.Refused(OFF);
  }
}
