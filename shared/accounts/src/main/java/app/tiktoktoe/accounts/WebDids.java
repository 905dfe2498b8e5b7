package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.identity.DidDocument;
import app.tiktoktoe.atproto.syntax.Did;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Documents of did:web identities: {@code https://HOST/.well-known/did.json}, without redirects, of
 * at most {@link #MAX_BYTES}. A host without a public address is not asked. Opens its client at the
 * first call. Thread-safe.
 *
 * @see <a href="https://atproto.com/specs/did#blessed-did-methods">did:web in atproto</a>
 */
public final class WebDids {
  private static final int MAX_BYTES = 100_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final String PREFIX = "did:web:";
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]");
  private static final ObjectMapper JSON = new ObjectMapper();

  private @Nullable HttpClient client;

  /** Asks nobody yet. */
  public WebDids() {}

  /** The document of {@code did}; empty when its host gives none. */
  Optional<DidDocument> resolve(Did did) {
    String host = did.value().substring(PREFIX.length());
    if (!HOST.matcher(host).matches() || !isPublic(host)) {
      return Optional.empty();
    }
    try {
      return fetch(URI.create("https://" + host + "/.well-known/did.json"))
          .filter(document -> document.id().equals(did));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Optional<DidDocument> fetch(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).GET().build();
    HttpResponse<InputStream> answer = client().send(request, BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(MAX_BYTES + 1);
      if (answer.statusCode() != OK || bytes.length > MAX_BYTES) {
        return Optional.empty();
      }
      return Optional.of(DidDocument.fromJson(JSON.readTree(bytes)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether all addresses of a host are such that anybody could reach it. */
  static boolean isPublic(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!isPublic(address)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isUniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    boolean isSharedSpace =
        bytes.length == 4 && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
    return !(address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || isUniqueLocal
        || isSharedSpace);
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
    }
    return client;
  }
}
