package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.oauth.DpopProofs;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the endpoints that apps call have in common: a form comes in, JSON goes out, refusals have
 * the names of OAuth, nothing is kept by caches. Thread-safe.
 */
final class Endpoint {
  private static final String JSON = "application/json";

  private final DpopProofs proofs;
  private final URI origin;

  Endpoint(DpopProofs proofs, URI origin) {
    this.proofs = proofs;
    this.origin = origin;
  }

  /** Answers a form. */
  @FunctionalInterface
  interface Answer {
    /** Answers. */
    Reply to(Call call, Form form, Map<String, String> headers);
  }

  XrpcMethod of(Answer answer) {
    return call -> {
      Map<String, String> headers = Map.of("Cache-Control", "no-store");
      try {
        return answer.to(call, Form.body(call), headers);
      } catch (OAuthFault fault) {
        return explained(fault.refusal(), headers);
      }
    };
  }

  private static Reply explained(Refusal refusal, Map<String, String> headers) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("error", refusal.error()).put("error_description", refusal.message());
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    return new Reply.Explained(refusal, new Reply.Content(JSON, headers, out -> out.write(bytes)));
  }

  /**
   * The proof of a call.
   *
   * @throws OAuthFault when there is none, or it is bad
   */
  DpopProofs.Proof proof(Call call, String path) {
    List<String> sent = call.http().getHeaders().getOrDefault("DPoP", List.of());
    Optional<String> one = sent.size() == 1 ? Optional.of(sent.getFirst()) : Optional.empty();
    if (one.isEmpty()) {
      throw OAuthFault.of("invalid_dpop_proof", "One DPoP proof is required");
    }
    return switch (proofs.check(one.get(), "POST", URI.create(origin + path))) {
      case DpopProofs.Check.Good(DpopProofs.Proof proof) -> proof;
      case DpopProofs.Check.NonceWanted() ->
          throw OAuthFault.of(
              "use_dpop_nonce", "Authorization server requires nonce in DPoP proof");
      case DpopProofs.Check.Bad(String why) -> throw OAuthFault.of("invalid_dpop_proof", why);
    };
  }
}
