package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.xrpc.Refusal;

/** A refusal on its way to the app, by the name that OAuth gives it. */
final class OAuthFault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Refusal refusal;

  private OAuthFault(Refusal refusal) {
    super(refusal.error() + ": " + refusal.message(), null, false, false);
    this.refusal = refusal;
  }

  static OAuthFault of(String error, String description) {
    return new OAuthFault(Refusal.of(error, description));
  }

  static OAuthFault request(String description) {
    return of("invalid_request", description);
  }

  static OAuthFault grant(String description) {
    return of("invalid_grant", description);
  }

  static OAuthFault client(String description) {
    return new OAuthFault(Refusal.unauthenticated("invalid_client", description));
  }

  Refusal refusal() {
    return refusal;
  }
}
