package app.tiktoktoe.audit;

import java.util.Locale;

/** What was done to an account. The names are stored: a kind may be added, and none renamed. */
public enum AuditKind {
  /** It was made here, with its first session. */
  SIGN_UP,
  /** It was made here by somebody who brought the identity, with its first session. */
  MOVED_IN,
  /** A session was opened with a password. */
  SIGN_IN,
  /** A session was ended by who had it. */
  SIGN_OUT,
  /** A session was ended otherwise: from another one, or because its token was used twice. */
  SESSION_REVOKED,
  /** Another password, for a token that was mailed; every session was ended. */
  PASSWORD_RESET,
  /** Another password, for the present one. */
  PASSWORD_CHANGED,
  /** Its e-mail address was shown to be its owner's. */
  EMAIL_CONFIRMED,
  /** Another e-mail address. */
  EMAIL_CHANGED,
  /** Its handle was set and told to the network: another one, or the same again. */
  HANDLE_CHANGED,
  /** A change of its identity was signed, to be submitted here or elsewhere. */
  PLC_SIGNED,
  /** A change of its identity was submitted here. */
  PLC_SUBMITTED,
  /** A password for an app. */
  APP_PASSWORD_CREATED,
  /** A password for an app is good no more. */
  APP_PASSWORD_REVOKED,
  /** A second factor, or another way to sign in. */
  FACTOR_ADDED,
  /** A second factor, or another way to sign in, is good no more. */
  FACTOR_REMOVED,
  /** Fresh recovery codes in the place of all earlier ones. */
  RECOVERY_CODES_MADE,
  /** A recovery code was used up. */
  RECOVERY_CODE_USED,
  /** It may sign in with an identity of another service. */
  LOGIN_LINKED,
  /** It may no longer sign in with an identity of another service. */
  LOGIN_UNLINKED,
  /** A role. */
  ROLE_GRANTED,
  /** A role less. */
  ROLE_TAKEN,
  /** It may invite. */
  INVITES_ENABLED,
  /** It may not invite. */
  INVITES_DISABLED,
  /** Its owner switched it off. */
  DEACTIVATED,
  /** Its owner switched it on. */
  ACTIVATED,
  /** It was taken down; every session was ended. */
  TAKEN_DOWN,
  /** It was given back. */
  RESTORED,
  /** A blob of it was taken down. */
  BLOB_TAKEN_DOWN,
  /** A blob of it was given back. */
  BLOB_RESTORED,
  /** A video was put on the list of those that nobody may upload; in the chain of the service. */
  VIDEO_BLOCKED,
  /** A video was taken off that list; in the chain of the service. */
  VIDEO_UNBLOCKED,
  /** It was deleted; credentials and addresses are gone. */
  DELETED,
  /** What a deleted account had was erased. */
  ERASED,
  /** Its owner granted an app what it asked for. */
  OAUTH_GRANTED,
  /** An app turned a grant into a session. */
  OAUTH_SIGN_IN,
  /** An app's session was ended. */
  OAUTH_REVOKED;

  /** As it is stored and hashed, for example {@code sign_in}. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static AuditKind ofId(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
