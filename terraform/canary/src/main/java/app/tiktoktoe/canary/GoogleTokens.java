package app.tiktoktoe.canary;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdTokenProvider;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of the machine's service account, or of the person who signed in on it; looked for at the
 * first use. Thread-safe.
 */
final class GoogleTokens implements Tokens {
  private @Nullable GoogleCredentials credentials;

  @Override
  public String access() throws IOException {
    GoogleCredentials mine = credentials();
    mine.refreshIfExpired();
    return mine.getAccessToken().getTokenValue();
  }

  @Override
  public Optional<String> identity(URI audience) throws IOException {
    return credentials() instanceof IdTokenProvider provider
        ? Optional.of(provider.idTokenWithAudience(audience.toString(), List.of()).getTokenValue())
        : Optional.empty();
  }

  private synchronized GoogleCredentials credentials() throws IOException {
    GoogleCredentials known = credentials;
    if (known == null) {
      known =
          GoogleCredentials.getApplicationDefault()
              .createScoped("https://www.googleapis.com/auth/cloud-platform");
      credentials = known;
    }
    return known;
  }
}
