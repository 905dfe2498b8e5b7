package app.tiktoktoe.xrpc;

/** Who may call a method, as {@code functions/catalogue.yaml} names it in lower case. */
public enum Auth {
  /** Anybody; a token is not looked at. */
  PUBLIC,
  /** Anybody; a token that is sent must be good. */
  OPTIONAL,
  /** An access token. */
  AUTHENTICATED,
  /**
   * An access token of a session that was opened with the account's own password, or one by OAuth
   * that was given for this; no app password.
   */
  FULL,
  /** An access token of the account that the input's {@code repo} names. */
  OWNER,
  /** A refresh token, which may have expired where the method says so. */
  REFRESH,
  /** An access token, or a service token for uploads. */
  UPLOAD,
  /** The operator, or a session of an account with the role moderator or admin. */
  MODERATOR,
  /** The operator, or a session of an account with the role admin. */
  ADMIN
}
