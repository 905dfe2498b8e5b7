package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.identity.DidDocument;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.outbound.Fetched;
import app.tiktoktoe.outbound.GuardedHttp;
import app.tiktoktoe.outbound.Limits;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Documents of did:web identities: {@code https://HOST/.well-known/did.json}, without redirects, of
 * at most {@link #MAX_BYTES}, in {@link #DEADLINE}. Thread-safe.
 *
 * @see <a href="https://atproto.com/specs/did#blessed-did-methods">did:web in atproto</a>
 */
public final class WebDids {
  private static final int MAX_BYTES = 100_000;
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final String PREFIX = "did:web:";
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]([a-z0-9-]*[a-z0-9])?");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GuardedHttp http;

  /** Asks nobody yet. */
  public WebDids(GuardedHttp http) {
    this.http = http;
  }

  /** The document of {@code did}; empty when its host gives none. */
  Optional<DidDocument> resolve(Did did) {
    String host = did.value().substring(PREFIX.length());
    if (!HOST.matcher(host).matches()) {
      return Optional.empty();
    }
    URI url = URI.create("https://" + host + "/.well-known/did.json");
    return switch (http.get(url, Limits.of(DEADLINE, MAX_BYTES))) {
      case Fetched.Answer(int status, _, byte[] body, _) when status == OK ->
          document(body).filter(document -> document.id().equals(did));
      case Fetched.Answer _, Fetched.Refused _, Fetched.Unreachable _ -> Optional.empty();
    };
  }

  private static Optional<DidDocument> document(byte[] json) {
    try {
      return Optional.of(DidDocument.fromJson(JSON.readTree(json)));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
