package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.accounts.OAuthIssuer;
import app.tiktoktoe.accounts.OAuthRequests;
import app.tiktoktoe.accounts.OAuthSession;
import app.tiktoktoe.accounts.OAuthSessions;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.oauth.DpopNonces;
import app.tiktoktoe.oauth.DpopProofs;
import app.tiktoktoe.oauth.Pkce;
import app.tiktoktoe.repository.Repositories;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Predicate;

/** {@code /oauth/token}: a code or a refresh token becomes tokens. */
final class TokenEndpoint implements Endpoint.Answer {
  static final String PATH = "/oauth/token";

  private final Endpoint endpoint;
  private final Clients clients;
  private final OAuthRequests requests;
  private final OAuthSessions sessions;
  private final OAuthIssuer issuer;
  private final Repositories repositories;
  private final InstantSource clock;

  TokenEndpoint(
      Endpoint endpoint,
      Clients clients,
      OAuthRequests requests,
      OAuthSessions sessions,
      OAuthIssuer issuer,
      Repositories repositories,
      InstantSource clock) {
    this.endpoint = endpoint;
    this.clients = clients;
    this.requests = requests;
    this.sessions = sessions;
    this.issuer = issuer;
    this.repositories = repositories;
    this.clock = clock;
  }

  @Override
  public Reply to(Call call, Form form, Map<String, String> headers) {
    DpopProofs.Proof proof = endpoint.proof(call, PATH);
    Clients.Known client = clients.authenticate(form);
    client.uses().add(new OAuthRequests.Use(proof.id(), clock.instant().plus(DpopNonces.LIFETIME)));
    OAuthSessions.Opened opened =
        switch (form.text("grant_type")) {
          case "authorization_code" -> exchange(form, client, proof);
          case "refresh_token" -> refresh(form, client, proof);
          default -> throw OAuthFault.of("unsupported_grant_type", "grant_type is not supported");
        };
    return new Reply.Json(answer(opened), headers);
  }

  private OAuthSessions.Opened exchange(Form form, Clients.Known client, DpopProofs.Proof proof) {
    OAuthRequests.Approved approved =
        requests
            .open(form.text("code"))
            .orElseThrow(() -> OAuthFault.grant("The code is unknown, used or expired"));
    if (!approved.request().clientId().equals(client.metadata().id().value())
        || !approved.request().clientKey().equals(client.key())) {
      throw OAuthFault.grant("The code was given to another client");
    }
    if (!approved.request().redirectUri().equals(form.text("redirect_uri"))) {
      throw OAuthFault.grant("redirect_uri is another than that of the request");
    }
    if (!approved.request().keyThumbprint().equals(proof.thumbprint())) {
      throw OAuthFault.of("invalid_dpop_proof", "The code is bound to another key");
    }
    if (!Pkce.matches(approved.request().challenge(), form.text("code_verifier"))) {
      throw OAuthFault.grant("code_verifier does not fit");
    }
    requireStanding(approved.did(), floor -> !approved.createdBy().isBefore(floor));
    return requests
        .exchange(approved, client.uses())
        .orElseThrow(() -> OAuthFault.grant("The code or proof was used before"));
  }

  private OAuthSessions.Opened refresh(Form form, Clients.Known client, DpopProofs.Proof proof) {
    String token = form.text("refresh_token");
    OAuthSession session =
        sessions.find(token).orElseThrow(() -> OAuthFault.grant("The session has ended"));
    if (!session.clientId().equals(client.metadata().id().value())
        || !session.clientKey().equals(client.key())) {
      throw OAuthFault.grant("The token was given to another client");
    }
    if (!session.keyThumbprint().equals(proof.thumbprint())) {
      throw OAuthFault.of("invalid_dpop_proof", "The token is bound to another key");
    }
    if (!requests.note(client.uses())) {
      throw OAuthFault.of("invalid_dpop_proof", "The proof was used before");
    }
    if (!OAuthSessions.isCurrent(session, token)) {
      sessions.endReused(session);
      throw OAuthFault.grant("The token was used before: the session has ended");
    }
    requireStanding(session.did(), session::outlives);
    return sessions
        .rotate(session)
        .orElseThrow(() -> OAuthFault.grant("The token was used before: the session has ended"));
  }

  private void requireStanding(Did did, Predicate<Instant> outlives) {
    boolean good =
        repositories
            .standing(did)
            .filter(
                standing ->
                    standing.status() == RepositoryStatus.ACTIVE
                        || standing.status() == RepositoryStatus.DEACTIVATED)
            .filter(standing -> outlives.test(standing.tokensValidFrom()))
            .isPresent();
    if (!good) {
      throw OAuthFault.grant("The account is not available");
    }
  }

  private ObjectNode answer(OAuthSessions.Opened opened) {
    OAuthSession session = opened.session();
    return JsonNodeFactory.instance
        .objectNode()
        .put("access_token", issuer.accessToken(session, sessions.tokenId(session)))
        .put("token_type", "DPoP")
        .put("refresh_token", opened.refreshToken())
        .put("scope", session.scope())
        .put("sub", session.did().value())
        .put("expires_in", OAuthIssuer.ACCESS_LIFETIME.toSeconds());
  }
}
