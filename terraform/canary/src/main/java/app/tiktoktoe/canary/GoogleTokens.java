package app.tiktoktoe.canary;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdTokenProvider;
import com.google.auth.oauth2.ImpersonatedCredentials;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of the machine's service account, of the person who signed in on it, or of an account
 * whose place these may take; looked for at the first use. Thread-safe.
 */
final class GoogleTokens implements Tokens {
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");
  private static final int LIFETIME_S = 3600;

  private final Optional<String> account;
  private @Nullable GoogleCredentials credentials;

  /** Takes the place of {@code account}, if there is one. */
  GoogleTokens(Optional<String> account) {
    this.account = account;
  }

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
      known = inPlaceOf(GoogleCredentials.getApplicationDefault().createScoped(SCOPES));
      credentials = known;
    }
    return known;
  }

  private GoogleCredentials inPlaceOf(GoogleCredentials mine) {
    return account.isPresent()
        ? ImpersonatedCredentials.create(mine, account.get(), List.of(), SCOPES, LIFETIME_S)
        : mine;
  }
}
