package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.cid.Base32;
import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.events.MailRequest;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Tokens by which the owner of an e-mail address confirms a wish, {@code abcde-fghij}: 50 random
 * bits, good once, for {@link #LIFETIME}. Collection {@code emailTokens}, one document per account
 * and kind of wish, with the token's hash. Whoever sends the mail makes the token, so that it is
 * nowhere but in that mail. Thread-safe.
 */
public final class EmailTokens {
  /** How long a token is good. */
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  private static final String COLLECTION = "emailTokens";
  private static final int HALF_CHARS = 5;
  private static final int RANDOM_BYTES = 8;

  private final Firestore firestore;
  private final InstantSource clock;
  private final RandomGenerator random;

  /** On {@code firestore}; {@code random} is to be a secure one. */
  public EmailTokens(Firestore firestore, InstantSource clock, RandomGenerator random) {
    this.firestore = firestore;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Makes the token for a request, in place of every earlier one of the account and kind, for a
   * read and a write.
   *
   * @return empty when the request has had its mail, or a later one has its token
   */
  public Optional<String> make(MailRequest request) {
    DocumentReference document = document(request.recipient(), request.kind());
    DocumentSnapshot stored = Await.result(document.get());
    if (stored.exists() && isOver(request, stored)) {
      return Optional.empty();
    }
    String token = newToken();
    Instant until = clock.instant().plus(LIFETIME);
    Await.result(
        document.set(
            Map.of(
                Documents.VERSION_FIELD,
                Documents.VERSION,
                "hash",
                hash(token),
                "requestedAt",
                Documents.timestamp(request.time()),
                "sent",
                false,
                "until",
                Documents.timestamp(until),
                "expireAt",
                Documents.timestamp(until))));
    return Optional.of(token);
  }

  private static boolean isOver(MailRequest request, DocumentSnapshot stored) {
    int order =
        Documents.timestamp(request.time())
            .compareTo(Documents.timestamp(Documents.instant(stored, "requestedAt")));
    return order < 0 || (order == 0 && Boolean.TRUE.equals(stored.getBoolean("sent")));
  }

  /** Notes that the mail with the request's token is on its way, for a write. */
  public void sent(MailRequest request) {
    Await.result(document(request.recipient(), request.kind()).update("sent", true));
  }

  /** What a token turned out to be. */
  sealed interface Check {
    /** The one that was mailed; to be used up. */
    record Good(DocumentReference document, Timestamp version) implements Check {
      /** Adds a deletion to {@code batch}, whose commit fails when the token has been used. */
      void useUp(WriteBatch batch) {
        batch.delete(document, Precondition.updatedAt(version));
      }
    }

    /** It was good, but no longer. */
    record Expired() implements Check {}

    /** Not the one that was mailed, or used. */
    record Invalid() implements Check {}
  }

  /** Looks a token up, for one read. */
  Check check(Did did, MailRequest.Kind kind, String token) {
    DocumentSnapshot stored = Await.result(document(did, kind).get());
    if (!stored.exists() || !isSame(Documents.text(stored, "hash"), hash(token))) {
      return new Check.Invalid();
    }
    return check(stored);
  }

  private Check check(DocumentSnapshot stored) {
    return clock.instant().isBefore(Documents.instant(stored, "until"))
        ? new Check.Good(stored.getReference(), Documents.updateTime(stored))
        : new Check.Expired();
  }

  /** A token that names nobody: whose it is, and what it turned out to be. */
  record Found(Did did, Check check) {}

  /** Looks a token up without its account, for one read; empty when nobody has it. */
  Optional<Found> find(MailRequest.Kind kind, String token) {
    String ending = "_" + kind.id();
    return Await.result(
            firestore.collection(COLLECTION).whereEqualTo("hash", hash(token)).limit(2).get())
        .getDocuments()
        .stream()
        .filter(stored -> stored.getId().endsWith(ending))
        .findFirst()
        .map(
            stored -> {
              String id = stored.getId();
              return new Found(
                  Did.parse(id.substring(0, id.length() - ending.length())), check(stored));
            });
  }

  /** Adds to {@code batch} that no token of the account is good any more. */
  void removeAll(WriteBatch batch, Did did) {
    for (MailRequest.Kind kind : MailRequest.Kind.values()) {
      batch.delete(document(did, kind));
    }
  }

  /** Adds to {@code batch} that no token of this kind is good any more. */
  void remove(WriteBatch batch, Did did, MailRequest.Kind kind) {
    batch.delete(document(did, kind));
  }

  private static boolean isSame(String expected, String actual) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), actual.getBytes(StandardCharsets.US_ASCII));
  }

  private String newToken() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String letters = Base32.encode(bytes);
    return letters.substring(0, HALF_CHARS) + "-" + letters.substring(HALF_CHARS, 2 * HALF_CHARS);
  }

  /** Of the token as people type it: in any case, with spaces around. */
  private static String hash(String token) {
    byte[] bytes = token.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Sha256.digest(bytes));
  }

  private DocumentReference document(Did did, MailRequest.Kind kind) {
    return document(firestore, did, kind);
  }

  static DocumentReference document(Firestore firestore, Did did, MailRequest.Kind kind) {
    return firestore.collection(COLLECTION).document(did.value() + "_" + kind.id());
  }
}
