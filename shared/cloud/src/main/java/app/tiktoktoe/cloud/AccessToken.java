package app.tiktoktoe.cloud;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdTokenCredentials;
import com.google.auth.oauth2.IdTokenProvider;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The headers that tell Google who asks. Implementations are thread-safe. */
@FunctionalInterface
public interface AccessToken {
  /**
   * The headers of a request to {@code target}.
   *
   * @throws IOException when no token can be had
   */
  Map<String, List<String>> headers(URI target) throws IOException;

  /** Nobody, for an emulator. */
  static AccessToken none() {
    return target -> Map.of();
  }

  /**
   * The service account that the function runs as: found at the first use, its token kept and
   * renewed by the library.
   */
  static AccessToken ofThisFunction() {
    return new AccessToken() {
      private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

      private @Nullable GoogleCredentials credentials;

      @Override
      public synchronized Map<String, List<String>> headers(URI target) throws IOException {
        if (credentials == null) {
          credentials = GoogleCredentials.getApplicationDefault().createScoped(SCOPE);
        }
        return credentials.getRequestMetadata(target);
      }
    };
  }

  /**
   * The same service account, as a service of ours or a partner's is told of it: an ID token for
   * {@code audience}, found at the first use, kept and renewed by the library.
   *
   * @param audience an origin; what the service expects is that without a slash at its end
   */
  static AccessToken identityFor(URI audience) {
    return new AccessToken() {
      private @Nullable IdTokenCredentials credentials;

      @Override
      public synchronized Map<String, List<String>> headers(URI target) throws IOException {
        if (credentials == null) {
          credentials = credentials(audience.toString().replaceAll("/$", ""));
        }
        return credentials.getRequestMetadata(target);
      }
    };
  }

  private static IdTokenCredentials credentials(String audience) throws IOException {
    if (GoogleCredentials.getApplicationDefault() instanceof IdTokenProvider provider) {
      return IdTokenCredentials.newBuilder()
          .setIdTokenProvider(provider)
          .setTargetAudience(audience)
          .build();
    }
    throw new IOException("these credentials give no ID tokens");
  }
}
