package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.outbound.Fetched;
import app.tiktoktoe.outbound.GuardedHttp;
import app.tiktoktoe.outbound.Limits;
import app.tiktoktoe.outbound.TextRecords;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whose a handle is, as the owner of its domain says: one TXT record {@code did=} at {@code
 * _atproto.HANDLE}, or else the first line of {@code https://HANDLE/.well-known/atproto-did}. Asks
 * at each call. Thread-safe.
 *
 * @see <a href="https://atproto.com/specs/handle#handle-resolution">handle resolution</a>
 */
public final class ForeignHandles {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(4), 2048, 3);
  private static final String PREFIX = "did=";
  private static final int OK = 200;

  private final TextRecords records;
  private final GuardedHttp http;

  /** Asks {@code records}, then {@code http}. */
  public ForeignHandles(TextRecords records, GuardedHttp http) {
    this.records = records;
    this.http = http;
  }

  /** Empty when the domain names nobody, or several, or does not answer. */
  Optional<Did> resolve(Handle handle) {
    return byRecord(handle).or(() -> byPage(handle));
  }

  private Optional<Did> byRecord(Handle handle) {
    List<String> dids =
        records.find("_atproto." + handle.value()).stream()
            .filter(text -> text.startsWith(PREFIX))
            .map(text -> text.substring(PREFIX.length()).strip())
            .toList();
    return dids.size() == 1 ? did(dids.getFirst()) : Optional.empty();
  }

  private Optional<Did> byPage(Handle handle) {
    URI url = URI.create("https://" + handle.value() + "/.well-known/atproto-did");
    return switch (http.get(url, LIMITS)) {
      case Fetched.Answer(int status, _, byte[] body, _) when status == OK ->
          new String(body, StandardCharsets.UTF_8)
              .lines()
              .findFirst()
              .flatMap(line -> did(line.strip()));
      case Fetched.Answer _, Fetched.Refused _, Fetched.Unreachable _ -> Optional.empty();
    };
  }

  private static Optional<Did> did(String text) {
    return Did.isValid(text) ? Optional.of(Did.parse(text)) : Optional.empty();
  }
}
