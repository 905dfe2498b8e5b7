package app.tiktoktoe.xrpc;

import app.tiktoktoe.oauth.Permissions;

/** How a caller came by its token, and thereby what it may do. */
public sealed interface Grant {
  /** A session that was opened with the account's own password: everything. */
  record Full() implements Grant {}

  /**
   * A session that was opened with an app password: everything but the account itself.
   *
   * @param privileged whether it also reaches private messages and the account's migration
   */
  record AppPassword(boolean privileged) implements Grant {}

  /**
   * A token that a person gave to an app by OAuth.
   *
   * @param service what answers a call that names no other service, for example {@code
   *     did:web:example.com#bsky_appview}
   */
  record OAuth(Permissions permissions, String service) implements Grant {}

  /** A token that the account's own key signed, good for the one method that it names. */
  record Service() implements Grant {}

  /** The operator's password. */
  record Operator() implements Grant {}

  /** {@link Full}. */
  static Grant full() {
    return new Full();
  }
}
