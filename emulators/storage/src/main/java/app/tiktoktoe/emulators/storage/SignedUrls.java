package app.tiktoktoe.emulators.storage;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Checks V4 signatures in a URL's query, made with a service account's RSA key.
 *
 * @see <a
 *     href="https://docs.cloud.google.com/storage/docs/authentication/signatures">Signatures</a>
 */
final class SignedUrls {
  private static final String ALGORITHM = "GOOG4-RSA-SHA256";
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Duration SKEW = Duration.ofMinutes(15);

  private final Map<String, PublicKey> keys;
  private final InstantSource clock;

  SignedUrls(Map<String, PublicKey> keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  static boolean isSigned(Query query) {
    return query.get("X-Goog-Algorithm") != null || query.get("X-Goog-Signature") != null;
  }

  /** Returns when the URL permits this request now, to this host, with these headers. */
  void check(Request request) {
    Query query = request.query();
    if (!ALGORITHM.equals(query.require("X-Goog-Algorithm"))) {
      throw RefusedException.unsupported("the algorithm " + query.get("X-Goog-Algorithm"));
    }
    String date = query.require("X-Goog-Date");
    String credential = query.require("X-Goog-Credential");
    int slash = credential.indexOf('/');
    String signer = slash < 0 ? credential : credential.substring(0, slash);
    String scope = credential.substring(slash + 1);
    checkScope(scope, date);
    List<String> signedHeaders =
        List.of(query.require("X-Goog-SignedHeaders").toLowerCase(Locale.ROOT).split(";", -1));
    checkHeaders(signedHeaders, request);
    String toSign =
        ALGORITHM + "\n" + date + "\n" + scope + "\n" + sha256(canonical(signedHeaders, request));
    PublicKey key = keys.get(signer);
    if (key == null || !isSignedBy(key, toSign, query.require("X-Goog-Signature"))) {
      throw new RefusedException(
          403,
          "forbidden",
          "SignatureDoesNotMatch",
          "Access denied. The request signature we calculated does not match the signature you"
              + " provided. Check your Google secret key and signing method. String to sign: "
              + toSign);
    }
    checkTime(date, query.require("X-Goog-Expires"));
  }

  private static void checkScope(String scope, String date) {
    String[] parts = scope.split("/", -1);
    boolean right =
        parts.length == 4
            && parts[2].equals("storage")
            && parts[3].equals("goog4_request")
            && date.startsWith(parts[0] + "T");
    if (!right) {
      throw RefusedException.invalid("Invalid credential scope: " + scope);
    }
  }

  private void checkTime(String date, String expires) {
    Duration life = Duration.ofSeconds(Query.parseNumber("X-Goog-Expires", expires));
    if (life.isNegative() || life.compareTo(LONGEST) > 0) {
      throw RefusedException.invalid("X-Goog-Expires must be at most 604800 seconds");
    }
    Instant from = parse(date);
    Instant now = clock.instant();
    if (now.isBefore(from.minus(SKEW))) {
      throw new RefusedException(
          403, "forbidden", "AccessDenied", "The signature is not valid before " + date);
    }
    if (now.isAfter(from.plus(life))) {
      throw new RefusedException(
          400,
          "invalid",
          "ExpiredToken",
          "Invalid argument. The provided token has expired. Request signature expired at: "
              + from.plus(life));
    }
  }

  private static Instant parse(String date) {
    try {
      return LocalDateTime.parse(date, BASIC).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw RefusedException.invalid("Invalid X-Goog-Date: " + date);
    }
  }

  /** Signed headers must be there; those that mean something to the service must be signed. */
  private static void checkHeaders(List<String> signed, Request request) {
    for (String name : signed) {
      if (!request.headers().containsKey(name)) {
        throw new RefusedException(
            400,
            "invalid",
            "MalformedSecurityHeader",
            "Your request has a malformed header. Header was included in signedheaders, but not in"
                + " the request: "
                + name);
      }
    }
    for (String header : request.headers().keySet()) {
      String name = header.toLowerCase(Locale.ROOT);
      if (name.startsWith("x-goog-") && !signed.contains(name)) {
        throw unsigned(name);
      }
    }
    if (!signed.contains("host")) {
      throw unsigned("host");
    }
  }

  private static RefusedException unsigned(String header) {
    return new RefusedException(
        403,
        "forbidden",
        "AccessDenied",
        "Access denied. There were headers present in the request which were not signed: "
            + header);
  }

  private static String canonical(List<String> signedHeaders, Request request) {
    String query =
        request.query().parameters().stream()
            .filter(parameter -> !parameter.name().equals("X-Goog-Signature"))
            .map(p -> List.of(Uris.encode(p.name()), Uris.encode(p.value())))
            .sorted(
                Comparator.comparing((List<String> pair) -> pair.get(0))
                    .thenComparing(pair -> pair.get(1)))
            .map(pair -> pair.get(0) + "=" + pair.get(1))
            .collect(Collectors.joining("&"));
    StringBuilder headers = new StringBuilder();
    signedHeaders.stream()
        .sorted()
        .forEach(
            name -> headers.append(name).append(':').append(value(name, request)).append('\n'));
    String payload = request.header("X-Goog-Content-SHA256");
    return String.join(
        "\n",
        request.method(),
        Uris.encodePath(Uris.decode(request.rawPath())),
        query,
        headers.toString(),
        signedHeaders.stream().sorted().collect(Collectors.joining(";")),
        payload == null ? "UNSIGNED-PAYLOAD" : payload);
  }

  private static String value(String name, Request request) {
    return Objects.requireNonNull(request.headers().get(name)).stream()
        .map(value -> value.strip().replaceAll("\\s+", " "))
        .collect(Collectors.joining(","));
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static boolean isSignedBy(PublicKey key, String text, String hexSignature) {
    byte[] signature;
    try {
      signature = HexFormat.of().parseHex(hexSignature);
    } catch (IllegalArgumentException e) {
      return false;
    }
    try {
      Signature rsa = Signature.getInstance("SHA256withRSA");
      rsa.initVerify(key);
      rsa.update(text.getBytes(StandardCharsets.UTF_8));
      return rsa.verify(signature);
    } catch (GeneralSecurityException e) {
      // A signature of the wrong length for this key, for one.
      return false;
    }
  }
}
