package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.accounts.OAuthRequest;
import app.tiktoktoe.accounts.OAuthRequests;
import app.tiktoktoe.oauth.ClientMetadata;
import app.tiktoktoe.oauth.DpopNonces;
import app.tiktoktoe.oauth.DpopProofs;
import app.tiktoktoe.oauth.Permission;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.oauth.Pkce;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Reply;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /oauth/par}: an app says what it wants before it sends the person here. */
final class PushedRequest implements Endpoint.Answer {
  static final String PATH = "/oauth/par";
  static final String URN = "urn:ietf:params:oauth:request_uri:";

  private static final int MAX_STATE_CHARS = 2048;
  private static final int MAX_SCOPES = 100;

  private final Endpoint endpoint;
  private final Clients clients;
  private final PermissionSets sets;
  private final OAuthRequests requests;
  private final InstantSource clock;

  PushedRequest(
      Endpoint endpoint,
      Clients clients,
      PermissionSets sets,
      OAuthRequests requests,
      InstantSource clock) {
    this.endpoint = endpoint;
    this.clients = clients;
    this.sets = sets;
    this.requests = requests;
    this.clock = clock;
  }

  @Override
  public Reply to(Call call, Form form, Map<String, String> headers) {
    DpopProofs.Proof proof = endpoint.proof(call, PATH);
    Clients.Known client = clients.authenticate(form);
    OAuthRequest request = read(form, client, proof);
    client.uses().add(new OAuthRequests.Use(proof.id(), clock.instant().plus(DpopNonces.LIFETIME)));
    String id =
        requests
            .put(request, client.uses())
            .orElseThrow(
                () -> OAuthFault.request("The code_challenge, proof or assertion was used before"));
    return new Reply.Created(
        JsonNodeFactory.instance
            .objectNode()
            .put("request_uri", URN + id)
            .put("expires_in", OAuthRequests.REQUEST_LIFETIME.toSeconds()),
        headers);
  }

  private OAuthRequest read(Form form, Clients.Known client, DpopProofs.Proof proof) {
    if (form.find("request").isPresent() || form.find("request_uri").isPresent()) {
      throw OAuthFault.of("request_not_supported", "Parameters must be sent as form fields");
    }
    if (!form.text("response_type").equals("code")) {
      throw OAuthFault.of("unsupported_response_type", "response_type must be code");
    }
    requirePrompt(form.find("prompt").orElse("login"));
    if (!form.find("code_challenge_method").orElse("plain").equals(Pkce.METHOD)
        || !Pkce.isChallenge(form.text("code_challenge"))) {
      throw OAuthFault.request("code_challenge must be one by " + Pkce.METHOD);
    }
    String redirect = form.text("redirect_uri");
    if (!client.metadata().redirectsTo(redirect)) {
      throw OAuthFault.request("redirect_uri is not one of the client's");
    }
    String state = form.text("state");
    if (state.length() > MAX_STATE_CHARS) {
      throw OAuthFault.request("state is longer than " + MAX_STATE_CHARS + " characters");
    }
    if (form.find("dpop_jkt").filter(jkt -> !jkt.equals(proof.thumbprint())).isPresent()) {
      throw OAuthFault.of("invalid_dpop_proof", "dpop_jkt is not the key of the proof");
    }
    String mode = form.find("response_mode").orElse("query");
    if (!List.of("query", "fragment").contains(mode)) {
      throw OAuthFault.request("response_mode must be query or fragment");
    }
    return new OAuthRequest(
        client.metadata().id().value(),
        client.key(),
        redirect,
        scope(form.text("scope"), client.metadata()),
        state,
        form.text("code_challenge"),
        proof.thumbprint(),
        form.find("login_hint").orElse(""),
        mode);
  }

  /** Nobody is remembered by this server, so each request leads to sign-in and consent. */
  private static void requirePrompt(String prompt) {
    switch (prompt) {
      case "login", "consent", "select_account" -> {}
      case "none" -> throw OAuthFault.of("login_required", "The person must sign in here");
      default -> throw OAuthFault.request("prompt is not one of prompt_values_supported");
    }
  }

  private String scope(String asked, ClientMetadata client) {
    Set<String> scopes = new LinkedHashSet<>(Arrays.asList(asked.strip().split(" +", -1)));
    if (!scopes.contains(Permission.Named.ATPROTO.scope()) || scopes.size() > MAX_SCOPES) {
      throw OAuthFault.of("invalid_scope", "scope must contain atproto, and not too much else");
    }
    for (String scope : scopes) {
      if (!client.scopes().contains(scope)) {
        throw OAuthFault.of("invalid_scope", "The client's metadata does not have " + scope);
      }
      Permission permission =
          Permission.parse(scope)
              .orElseThrow(() -> OAuthFault.of("invalid_scope", "Not a scope: " + scope));
      if (permission instanceof Permission.Include include && !sets.contains(include.set())) {
        throw OAuthFault.of("invalid_scope", "No such permission set: " + include.set());
      }
    }
    return String.join(" ", scopes);
  }
}
