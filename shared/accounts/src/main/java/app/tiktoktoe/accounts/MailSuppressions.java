package app.tiktoktoe.accounts;

import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.ParsedSecret;
import app.tiktoktoe.cloud.Secrets;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The addresses that get no more mail, because it came back or was called spam. Collection {@code
 * mailSuppressions}: a document is named by a keyed hash of its address, so nobody learns addresses
 * from it. It ends by itself after {@link #LIFETIME}. Thread-safe.
 */
public final class MailSuppressions {
  /** How long an address gets no mail. */
  public static final Duration LIFETIME = Duration.ofDays(365);

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MAX_BATCH = 500;

  private final Firestore firestore;
  private final ParsedSecret<SecretKeySpec> key;
  private final InstantSource clock;

  /** Over {@code firestore}, with the key {@link AccountSecrets#MAIL_SUPPRESSION_KEY}. */
  public MailSuppressions(Firestore firestore, Secrets secrets, InstantSource clock) {
    this.firestore = firestore;
    this.key =
        new ParsedSecret<>(
            secrets,
            AccountSecrets.MAIL_SUPPRESSION_KEY,
            text -> new SecretKeySpec(Base64.getDecoder().decode(text.strip()), ALGORITHM));
    this.clock = clock;
  }

  /**
   * Why an address gets no more mail.
   *
   * @param reason a word, for whoever looks
   * @param at when it happened; the same again is written as the same
   */
  public record Cause(String reason, Instant at) {}

  /** Whether {@code address} gets no mail. Costs one read. */
  public boolean has(EmailAddress address) {
    DocumentSnapshot stored = Await.result(document(address).get());
    return stored.exists() && Documents.instant(stored, "expireAt").isAfter(clock.instant());
  }

  /** From now on, none of these gets mail. Costs a write each. */
  public void add(Map<EmailAddress, Cause> causes) {
    WriteBatch batch = firestore.batch();
    for (Map.Entry<EmailAddress, Cause> entry : causes.entrySet()) {
      Cause cause = entry.getValue();
      batch.set(
          document(entry.getKey()),
          Map.of(
              Documents.VERSION_FIELD,
              Documents.VERSION,
              "reason",
              cause.reason(),
              "at",
              Documents.timestamp(cause.at()),
              "expireAt",
              Documents.timestamp(cause.at().plus(LIFETIME))));
      if (batch.getMutationsSize() == MAX_BATCH) {
        Await.result(batch.commit());
        batch = firestore.batch();
      }
    }
    if (batch.getMutationsSize() > 0) {
      Await.result(batch.commit());
    }
  }

  private DocumentReference document(EmailAddress address) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key.get());
      byte[] hash = mac.doFinal(address.value().getBytes(StandardCharsets.UTF_8));
      return firestore.collection("mailSuppressions").document(HexFormat.of().formatHex(hash));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no " + ALGORITHM, e);
    }
  }
}
