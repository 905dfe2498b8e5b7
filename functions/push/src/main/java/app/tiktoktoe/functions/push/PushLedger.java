package app.tiktoktoe.functions.push;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.views.Fields;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which devices each notification was sent to: documents {@code pushes/{did}_{notification}} with
 * the hashes of the tokens, kept for 3 days, longer than a message is delivered again. Thread-safe.
 *
 * <p>One delivery at a time holds a notification, for at most {@link #LEASE}, the deadline of the
 * subscription; each device is noted as soon as it has got it. So only a kill between a send and
 * its note sends twice, and the collapse key makes that one notification on the phone.
 */
final class PushLedger {
  static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration KEPT = Duration.ofDays(3);

  private final Firestore firestore;
  private final InstantSource clock;

  PushLedger(Firestore firestore, InstantSource clock) {
    this.firestore = firestore;
    this.clock = clock;
  }

  /** Where a delivery stands when it begins. */
  sealed interface Start {
    /** It is to send to all devices but {@code sent}, whose tokens are hashed. */
    record Held(Set<String> sent) implements Start {}

    /** Another delivery holds the notification, and has sent it to {@code sent}. */
    record Busy(Set<String> sent) implements Start {}
  }

  /** Takes a notification, for a write, and a read and a write when it was taken before. */
  Start begin(Did recipient, String id) {
    Instant now = clock.instant();
    try {
      Await.result(
          document(recipient, id)
              .create(
                  Map.of(
                      Fields.VERSION_FIELD,
                      Fields.VERSION,
                      "sent",
                      List.of(),
                      "heldUntil",
                      Fields.timestamp(now.plus(LEASE)),
                      "expireAt",
                      Fields.timestamp(now.plus(KEPT)))));
      return new Start.Held(Set.of());
    } catch (AlreadyExistsException e) {
      return takeOver(document(recipient, id), now);
    }
  }

  private static Start takeOver(DocumentReference reference, Instant now) {
    DocumentSnapshot document = Await.result(reference.get());
    Fields fields = new Fields(document);
    Set<String> sent = Set.copyOf(fields.textList("sent"));
    if (fields.time("heldUntil").isAfter(now)) {
      return new Start.Busy(sent);
    }
    try {
      Await.result(
          reference.update(
              Map.of("heldUntil", Fields.timestamp(now.plus(LEASE))),
              Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime()))));
      return new Start.Held(sent);
    } catch (FailedPreconditionException e) {
      return new Start.Busy(sent);
    }
  }

  /** Notes that a device needs no further attempt, for a write. */
  void note(Did recipient, String id, String token) {
    Await.result(document(recipient, id).update("sent", FieldValue.arrayUnion(hash(token))));
  }

  /** Lets a later delivery go on at once, for a write. */
  void release(Did recipient, String id) {
    Await.result(document(recipient, id).update("heldUntil", Fields.timestamp(Instant.EPOCH)));
  }

  /** How {@link Start} names a device. */
  static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private DocumentReference document(Did recipient, String id) {
    return firestore.collection("pushes").document(recipient.value() + "_" + id);
  }
}
