package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.accounts.OAuthRequests;
import app.tiktoktoe.oauth.ClientAssertions;
import app.tiktoktoe.oauth.ClientId;
import app.tiktoktoe.oauth.ClientMetadata;
import app.tiktoktoe.oauth.InvalidClientException;
import app.tiktoktoe.outbound.Fetched;
import app.tiktoktoe.outbound.Limits;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Who the apps are: reads what they publish about themselves, and checks that a confidential one is
 * who it says. What was read is kept for ten minutes. Thread-safe.
 */
final class Clients {
  private static final Limits LIMITS = Limits.of(Duration.ofSeconds(5), 64 * 1024);
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final int MAX_KEPT = 1000;
  private static final int MAX_NESTING = 16;
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final BiFunction<URI, Limits, Fetched> outbound;
  private final ClientAssertions assertions;
  private final InstantSource clock;
  private final ConcurrentHashMap<URI, Kept> kept = new ConcurrentHashMap<>();

  /**
   * Through {@code outbound}.
   *
   * @param outbound fetches what strangers name without reaching inside
   */
  Clients(
      BiFunction<URI, Limits, Fetched> outbound, ClientAssertions assertions, InstantSource clock) {
    this.outbound = outbound;
    this.assertions = assertions;
    this.clock = clock;
  }

  private record Kept(JsonNode document, Instant until) {}

  /**
   * An app that showed who it is.
   *
   * @param key the thumbprint of the key that it did it with; empty for a public one
   * @param uses what must not be used a second time
   */
  record Known(ClientMetadata metadata, String key, List<OAuthRequests.Use> uses) {}

  /**
   * What an app says about itself.
   *
   * @throws OAuthFault when that cannot be had, or is not what the profile demands
   */
  ClientMetadata find(String clientId) {
    try {
      return switch (ClientId.parse(clientId)) {
        case ClientId.Development id -> ClientMetadata.of(id);
        case ClientId.Published id -> ClientMetadata.parse(id, document(id.url()));
      };
    } catch (InvalidClientException e) {
      throw OAuthFault.of("invalid_client_metadata", String.valueOf(e.getMessage()));
    }
  }

  /**
   * The app that sends a form.
   *
   * @throws OAuthFault when it is not who it says
   */
  Known authenticate(Form form) {
    ClientMetadata metadata = find(form.text("client_id"));
    if (metadata.keys().isEmpty()) {
      return new Known(metadata, "", new ArrayList<>());
    }
    if (!form.find("client_assertion_type").orElse("").equals(ClientAssertions.TYPE)) {
      throw OAuthFault.client("client_assertion_type is not supported");
    }
    ClientAssertions.Assertion good =
        assertions
            .check(
                form.text("client_assertion"), metadata.id(), keys(metadata.keys().orElseThrow()))
            .orElseThrow(() -> OAuthFault.client("client_assertion is not good"));
    OAuthRequests.Use use =
        new OAuthRequests.Use(
            good.id(), clock.instant().plus(ClientAssertions.MAX_AGE.multipliedBy(2)));
    return new Known(metadata, good.thumbprint(), new ArrayList<>(List.of(use)));
  }

  private JWKSet keys(ClientMetadata.ClientKeys keys) {
    try {
      return switch (keys) {
        case ClientMetadata.ClientKeys.Inline(JWKSet set) -> set;
        case ClientMetadata.ClientKeys.At(URI url) -> ClientMetadata.keySet(document(url));
      };
    } catch (InvalidClientException e) {
      throw OAuthFault.client(String.valueOf(e.getMessage()));
    }
  }

  private JsonNode document(URI url) {
    Instant now = clock.instant();
    Optional<Kept> known = Optional.ofNullable(kept.get(url)).filter(k -> now.isBefore(k.until()));
    if (known.isPresent()) {
      return known.get().document();
    }
    JsonNode document =
        switch (outbound.apply(url, LIMITS)) {
          case Fetched.Answer(int status, Optional<String> type, byte[] body, _)
              when status == 200 && type.filter("application/json"::equals).isPresent() ->
              parse(body);
          case Fetched.Answer answer ->
              throw unavailable("the answer is not 200 with application/json");
          case Fetched.Refused(String why) -> throw unavailable(why);
          case Fetched.Unreachable(String why, _) -> throw unavailable(why);
        };
    if (kept.size() >= MAX_KEPT) {
      kept.clear();
    }
    kept.put(url, new Kept(document, now.plus(KEPT)));
    return document;
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw unavailable("it is not JSON that we read");
    }
  }

  private static OAuthFault unavailable(String why) {
    return OAuthFault.of("invalid_client_metadata", "Could not read the client metadata: " + why);
  }
}
