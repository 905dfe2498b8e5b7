package app.tiktoktoe.accounts;

import com.nimbusds.jose.JOSEObjectType;
import java.time.Duration;

/** The two tokens of a session. */
enum TokenType {
  ACCESS("at+jwt", Duration.ofHours(24)) {
    @Override
    boolean allows(String scope) {
      return AccessScope.parse(scope).isPresent();
    }
  },
  REFRESH("refresh+jwt", Duration.ofDays(7)) {
    @Override
    boolean allows(String scope) {
      return scope.equals(REFRESH_SCOPE);
    }
  };

  static final String REFRESH_SCOPE = "com.atproto.refresh";

  private final String header;
  private final Duration lifetime;

  TokenType(String header, Duration lifetime) {
    this.header = header;
    this.lifetime = lifetime;
  }

  /** The header's {@code typ}. */
  JOSEObjectType header() {
    return new JOSEObjectType(header);
  }

  /** Whether its {@code scope} may be this. */
  abstract boolean allows(String scope);

  Duration lifetime() {
    return lifetime;
  }
}
