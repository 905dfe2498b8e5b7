package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.Account;
import app.tiktoktoe.accounts.DidDocuments;
import app.tiktoktoe.accounts.Factor;
import app.tiktoktoe.accounts.Sessions;
import app.tiktoktoe.accounts.SignIn;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.xrpc.Reply;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;

/** What the session methods answer. Thread-safe. */
final class SessionJson {
  private final URI origin;

  SessionJson(URI origin) {
    this.origin = origin;
  }

  Reply reply(SignIn.Outcome outcome) {
    return reply(outcome, true);
  }

  /** The same for whom the account's address is not meant for. */
  Reply replyWithoutEmail(SignIn.Outcome outcome) {
    return reply(outcome, false);
  }

  private Reply reply(SignIn.Outcome outcome, boolean email) {
    return switch (outcome) {
      case SignIn.Outcome.Refused(var refusal) -> refusal;
      case SignIn.Outcome.Open(Account account, RepositoryStatus status, var tokens) ->
          Reply.json(session(account, status, tokens, email));
    };
  }

  private ObjectNode session(
      Account account, RepositoryStatus status, Optional<Sessions.Tokens> tokens, boolean email) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    tokens.ifPresent(pair -> tokens(json, pair));
    identity(json, account);
    if (email) {
      json.put("email", account.email().value());
      json.put("emailConfirmed", account.emailConfirmed());
      json.put("emailAuthFactor", account.factors().contains(Factor.EMAIL));
    }
    json.put("active", status == RepositoryStatus.ACTIVE);
    if (status != RepositoryStatus.ACTIVE) {
      json.put("status", status.id());
    }
    return json;
  }

  /** The answer to a sign-up. */
  Reply created(Account account, Sessions.Tokens tokens) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    tokens(json, tokens);
    identity(json, account);
    return Reply.json(json);
  }

  private static void tokens(ObjectNode json, Sessions.Tokens tokens) {
    json.put("accessJwt", tokens.access());
    json.put("refreshJwt", tokens.refresh());
  }

  private void identity(ObjectNode json, Account account) {
    json.put("handle", account.handle().value());
    json.put("did", account.did().value());
    json.set(
        "didDoc",
        DidDocuments.ofAccount(account.did(), account.handle(), account.signingKey(), origin));
  }
}
