package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.xrpc.Auth;
import app.tiktoktoe.xrpc.Authenticator;
import app.tiktoktoe.xrpc.Caller;
import app.tiktoktoe.xrpc.Credentials;
import app.tiktoktoe.xrpc.Grant;
import app.tiktoktoe.xrpc.OperatorOnly;
import app.tiktoktoe.xrpc.Refusal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Knows who may call the methods of moderators and admins: the operator, and sessions of an
 * account's own password whose account has the role, as it is stored now, and who have given a
 * fresh proof where the account has a second factor beyond the mailbox. No app password and no app.
 * Costs three reads for a session, four where such a factor is on, and none for all other methods.
 * Thread-safe.
 */
public final class RoleHolders implements Authenticator {
  private static final String BASIC = "basic ";

  private final OperatorOnly operator;
  private final Authenticator sessions;
  private final CallerCheck callers;
  private final Roles roles;
  private final FreshProof proof;

  /**
   * Over the given ones.
   *
   * @param sessions for all other methods, and for the sessions of those
   */
  public RoleHolders(
      OperatorOnly operator,
      Authenticator sessions,
      CallerCheck callers,
      Roles roles,
      FreshProof proof) {
    this.operator = operator;
    this.sessions = sessions;
    this.callers = callers;
    this.roles = roles;
    this.proof = proof;
  }

  @Override
  public Authentication authenticate(Auth level, Credentials credentials, Nsid method) {
    if (level != Auth.ADMIN && level != Auth.MODERATOR) {
      return sessions.authenticate(level, credentials, method);
    }
    if (credentials.authorization().toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return operator.authenticate(level, credentials, method);
    }
    return switch (sessions.authenticate(Auth.FULL, credentials, method)) {
      case Authentication.Rejected rejected -> rejected;
      case Authentication.Accepted(Caller caller) ->
          refusal(level, caller)
              .<Authentication>map(Authentication.Rejected::new)
              .orElseGet(() -> new Authentication.Accepted(caller));
    };
  }

  private Optional<Refusal> refusal(Auth level, Caller caller) {
    if (!(caller.grant() instanceof Grant.Full)) {
      return Optional.of(lacking());
    }
    return callers
        .refusal(caller)
        .or(
            () ->
                isEnough(level, roles.of(caller.did()))
                    ? proof.refusal(caller)
                    : Optional.of(lacking()));
  }

  private static boolean isEnough(Auth level, Set<Role> held) {
    return held.contains(Role.ADMIN) || (level == Auth.MODERATOR && held.contains(Role.MODERATOR));
  }

  private static Refusal lacking() {
    return Refusal.unauthenticated("AuthenticationRequired", "Authentication Required");
  }

  @Override
  public Optional<String> nonce() {
    return sessions.nonce();
  }

  @Override
  public Optional<Did> accountOf(Handle handle) {
    return sessions.accountOf(handle);
  }
}
