package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.lexicon.Parameters;
import app.tiktoktoe.atproto.lexicon.XrpcLexicon;
import app.tiktoktoe.atproto.syntax.AtIdentifier;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.cloud.RequestBody;
import app.tiktoktoe.xrpc.Authenticator.Authentication.Accepted;
import app.tiktoktoe.xrpc.Authenticator.Authentication.Rejected;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.functions.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns an HTTP request into a checked {@link Call}, or refuses it. Thread-safe. */
final class CallReader {
  private static final String MULTIPART = "multipart/";
  private static final String JSON_TYPE = "application/json";
  private static final int MAX_NESTING = 64;
  private static final Set<String> RELAYED_METHODS = Set.of("GET", "HEAD", "POST");
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Lexicons lexicons;
  private final Authenticator authenticator;

  CallReader(Lexicons lexicons, Authenticator authenticator) {
    this.lexicons = lexicons;
    this.authenticator = authenticator;
  }

  /** The nonce for the caller's next proof. */
  Optional<String> nonce() {
    return authenticator.nonce();
  }

  Call read(Route route, HttpRequest request, String address) throws IOException {
    refuseMultipart(request);
    if (route.nsid().isEmpty()) {
      requireMethod(request, route.httpMethod());
      return new Call(route.nsid(), empty(), empty(), Optional.empty(), address, request);
    }
    Nsid nsid = route.nsid().get();
    XrpcLexicon lexicon =
        lexicons.method(nsid).orElseThrow(() -> new IllegalStateException("no lexicon: " + nsid));
    requireMethod(request, lexicon.kind() == XrpcLexicon.Kind.QUERY ? "GET" : "POST");
    Optional<Caller> caller = authenticate(route.auth(), route.path(), request, nsid);
    ObjectNode parameters = parameters(lexicon, request);
    ObjectNode input = input(route, lexicon, request);
    if (route.auth() == Auth.OWNER) {
      requireOwner(caller.orElseThrow().did(), input.path("repo").asText());
    }
    Call call = new Call(route.nsid(), parameters, input, caller, address, request);
    if (caller.isPresent() && caller.get().grant() instanceof Grant.OAuth grant) {
      MethodNeeds.refusal(route.auth(), grant, call)
          .ifPresent(
              refusal -> {
                throw refusal.asException();
              });
    }
    return call;
  }

  /** A call that another service answers, whose parameters and input are its own matter. */
  Call readRelayed(Nsid nsid, String service, HttpRequest request, String address) {
    refuseMultipart(request);
    if (!RELAYED_METHODS.contains(request.getMethod())) {
      throw Refusal.invalid("XRPC requests only supports GET and POST").asException();
    }
    Optional<Caller> caller =
        authenticate(Auth.AUTHENTICATED, "/xrpc/" + nsid.value(), request, nsid);
    if (caller.isPresent() && caller.get().grant() instanceof Grant.OAuth grant) {
      MethodNeeds.refusalOfService(grant, nsid, service)
          .ifPresent(
              refusal -> {
                throw refusal.asException();
              });
    }
    return new Call(Optional.of(nsid), empty(), empty(), caller, address, request);
  }

  /** The framework has parsed such a body before anybody could ask for its bytes. */
  private static void refuseMultipart(HttpRequest request) {
    String type = request.getContentType().orElse("").strip();
    if (type.regionMatches(true, 0, MULTIPART, 0, MULTIPART.length())) {
      throw Refusal.invalid("A multipart body is not taken: send the bytes alone").asException();
    }
  }

  private static void requireMethod(HttpRequest request, String expected) {
    boolean matches =
        request.getMethod().equals(expected)
            || (expected.equals("GET") && request.getMethod().equals("HEAD"));
    if (!matches) {
      throw Refusal.invalid(
              "Incorrect HTTP method (" + request.getMethod() + ") expected " + expected)
          .asException();
    }
  }

  private Optional<Caller> authenticate(Auth level, String path, HttpRequest request, Nsid nsid) {
    Optional<String> header = request.getFirstHeader("Authorization");
    if (level == Auth.PUBLIC) {
      return Optional.empty();
    }
    if (header.isEmpty()) {
      if (level == Auth.OPTIONAL) {
        return Optional.empty();
      }
      boolean isForRoles = level == Auth.ADMIN || level == Auth.MODERATOR;
      String error = isForRoles ? "AuthenticationRequired" : "AuthMissing";
      throw Refusal.unauthenticated(error, "Authentication Required").asException();
    }
    return switch (authenticator.authenticate(
        level, credentials(header.get(), path, request), nsid)) {
      case Accepted(Caller caller) -> Optional.of(admitted(level, caller));
      case Rejected(Refusal refusal) -> throw refusal.asException();
    };
  }

  private static Caller admitted(Auth level, Caller caller) {
    GrantCheck.refusal(level, caller.grant())
        .ifPresent(
            refusal -> {
              throw refusal.asException();
            });
    return caller;
  }

  private static Credentials credentials(String authorization, String path, HttpRequest request) {
    List<String> proofs = request.getHeaders().getOrDefault("DPoP", List.of());
    if (proofs.size() > 1) {
      throw Refusal.unauthenticated("InvalidToken", "More than one DPoP proof").asException();
    }
    return new Credentials(authorization, proofs.stream().findFirst(), request.getMethod(), path);
  }

  private static ObjectNode parameters(XrpcLexicon lexicon, HttpRequest request) {
    return switch (lexicon.parseParameters(Query.parse(RawTarget.of(request).query()))) {
      case Parameters.Valid(ObjectNode values) -> values;
      case Parameters.Invalid(var violation) ->
          throw Refusal.invalid(violation.message()).asException();
    };
  }

  private static ObjectNode input(Route route, XrpcLexicon lexicon, HttpRequest request)
      throws IOException {
    Optional<String> encoding = lexicon.inputEncoding();
    if (encoding.isEmpty() || !encoding.get().equals(JSON_TYPE)) {
      return empty();
    }
    byte[] body = body(route, request);
    if (body.length == 0) {
      throw Refusal.invalid("A request body is expected but none was provided").asException();
    }
    String type = request.getContentType().orElse("").split(";", 2)[0].strip();
    if (!type.equalsIgnoreCase(JSON_TYPE)) {
      throw Refusal.invalid("Wrong request encoding (Content-Type): " + type).asException();
    }
    JsonNode json = parse(body);
    lexicon
        .checkInput(json)
        .ifPresent(
            violation -> {
              throw Refusal.invalid(violation.message()).asException();
            });
    return (ObjectNode) json;
  }

  private static byte[] body(Route route, HttpRequest request) throws IOException {
    if (request.getContentLength() > route.maxInputBytes()) {
      throw tooLarge(route).asException();
    }
    try (InputStream in = RequestBody.of(request)) {
      byte[] body = in.readNBytes(route.maxInputBytes() + 1);
      if (body.length > route.maxInputBytes()) {
        throw tooLarge(route).asException();
      }
      return body;
    }
  }

  private static Refusal tooLarge(Route route) {
    return Refusal.of(
        Refusal.Kind.TOO_LARGE,
        "PayloadTooLarge",
        "request entity too large: the limit is " + route.maxInputBytes() + " bytes");
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      JsonNode json = JSON.readTree(body);
      if (json instanceof ObjectNode) {
        return json;
      }
      throw Refusal.invalid("Input must be an object").asException();
    } catch (JsonProcessingException e) {
      throw Refusal.invalid("Unable to parse the JSON body: " + e.getOriginalMessage())
          .asException();
    }
  }

  private void requireOwner(Did caller, String repo) {
    if (!ownerOf(repo).equals(List.of(caller))) {
      throw Refusal.unauthenticated("AuthenticationRequired", "Authentication Required")
          .asException();
    }
  }

  private List<Did> ownerOf(String repo) {
    try {
      return switch (AtIdentifier.parse(repo)) {
        case Did did -> List.of(did);
        case Handle handle -> authenticator.accountOf(handle).map(List::of).orElse(List.of());
      };
    } catch (InvalidSyntaxException e) {
      return List.of();
    }
  }

  private static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }
}
