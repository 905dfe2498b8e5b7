package app.tiktoktoe.functions.webhooks;

import app.tiktoktoe.cloud.ParsedSecret;
import app.tiktoktoe.cloud.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;

/**
 * SendGrid's signature of what it posts: ECDSA by P-256 with SHA-256 over the timestamp's text and
 * the body's bytes. Thread-safe.
 *
 * @see <a
 *     href="https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features">Event
 *     Webhook security features</a>
 */
final class EventSignature {
  static final String SIGNATURE_HEADER = "X-Twilio-Email-Event-Webhook-Signature";
  static final String TIMESTAMP_HEADER = "X-Twilio-Email-Event-Webhook-Timestamp";

  /** The secret that holds the public key as SendGrid shows it: X.509 in base64. */
  static final String KEY = "sendgrid-webhook-key";

  static final Duration MAX_AGE = Duration.ofMinutes(10);
  private static final int MAX_DIGITS = 12;

  private final ParsedSecret<PublicKey> key;
  private final InstantSource clock;

  EventSignature(Secrets secrets, InstantSource clock) {
    this.key = new ParsedSecret<>(secrets, KEY, EventSignature::parse);
    this.clock = clock;
  }

  private static PublicKey parse(String text) {
    try {
      return KeyFactory.getInstance("EC")
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text.strip())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(KEY + " holds no public key of an elliptic curve", e);
    }
  }

  /** Whether {@code timestamp} is of these minutes. */
  boolean isTimely(String timestamp) {
    if (timestamp.length() > MAX_DIGITS || !timestamp.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    if (timestamp.isEmpty()) {
      return false;
    }
    Duration age =
        Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant());
    return age.abs().compareTo(MAX_AGE) <= 0;
  }

  /** Whether SendGrid signed {@code body} at {@code timestamp}. */
  boolean isGood(String signature, String timestamp, byte[] body) {
    try {
      Signature check = Signature.getInstance("SHA256withECDSA");
      check.initVerify(key.get());
      check.update(timestamp.getBytes(StandardCharsets.UTF_8));
      check.update(body);
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException | SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot check ECDSA", e);
    }
  }
}
