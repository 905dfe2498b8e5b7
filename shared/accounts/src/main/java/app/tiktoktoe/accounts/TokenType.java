package app.tiktoktoe.accounts;

import com.nimbusds.jose.JOSEObjectType;
import java.time.Duration;

/** The two tokens of a session. */
enum TokenType {
  ACCESS("at+jwt", "com.atproto.access", Duration.ofHours(24)),
  REFRESH("refresh+jwt", "com.atproto.refresh", Duration.ofDays(7));

  private final String header;
  private final String scope;
  private final Duration lifetime;

  TokenType(String header, String scope, Duration lifetime) {
    this.header = header;
    this.scope = scope;
    this.lifetime = lifetime;
  }

  /** The header's {@code typ}. */
  JOSEObjectType header() {
    return new JOSEObjectType(header);
  }

  String scope() {
    return scope;
  }

  Duration lifetime() {
    return lifetime;
  }
}
