package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.cloud.Await;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Collection {@code handles}: whose a handle is, or how far the sign-up has come that reserved it.
 * Every change has the precondition that nobody else changed the document. Thread-safe.
 */
final class HandleRecords {
  private static final String INVITE_CODE = "inviteCode";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Firestore firestore;

  HandleRecords(Firestore firestore) {
    this.firestore = firestore;
  }

  /** What is known of a handle. */
  sealed interface State {
    /** Nobody has it. */
    record Free() implements State {}

    /** A sign-up holds it. */
    record Held(Reservation reservation) implements State {}

    /** An account has it. */
    record Taken(Did did) implements State {}
  }

  static DocumentReference document(Firestore firestore, Handle handle) {
    return firestore.collection("handles").document(handle.value());
  }

  static boolean isTaken(DocumentSnapshot document) {
    return step(document) == SignUpStep.TAKEN;
  }

  private static SignUpStep step(DocumentSnapshot document) {
    return SignUpStep.ofId(Documents.text(document, "step"));
  }

  /** One document read. */
  State find(Handle handle) {
    DocumentSnapshot document = Await.result(document(handle).get());
    if (!document.exists()) {
      return new State.Free();
    }
    return isTaken(document)
        ? new State.Taken(Did.parse(Documents.text(document, "did")))
        : new State.Held(read(document));
  }

  /**
   * Writes a new reservation, and what {@code more} adds; empty when somebody else has one or a
   * precondition of {@code more} does not hold.
   */
  Optional<Reservation> create(Reservation reservation, Consumer<WriteBatch> more) {
    Map<String, Object> fields = new HashMap<>();
    fields.put(Documents.VERSION_FIELD, Documents.VERSION);
    fields.put("step", reservation.step().id());
    fields.put("did", reservation.did().value());
    fields.put("reservedUntil", Documents.timestamp(reservation.until()));
    fields.put("genesis", reservation.genesis().toJson().toString());
    fields.put("sealedKey", Blob.fromBytes(reservation.sealedKey()));
    fields.put("email", reservation.email().value());
    fields.put("passwordHash", reservation.passwordHash());
    reservation.inviteCode().ifPresent(code -> fields.put(INVITE_CODE, code));
    WriteBatch batch = firestore.batch();
    batch.create(document(reservation.handle()), fields);
    more.accept(batch);
    return commit(batch)
        .map(written -> reservation.at(reservation.step(), reservation.until(), written));
  }

  /** Moves a sign-up to another step; empty when somebody else moved it. */
  Optional<Reservation> move(Reservation reservation, SignUpStep step, Instant until) {
    WriteBatch batch = firestore.batch();
    batch.update(
        document(reservation.handle()),
        Map.of("step", step.id(), "reservedUntil", Documents.timestamp(until)),
        Precondition.updatedAt(reservation.updateTime()));
    return commit(batch).map(written -> reservation.at(step, until, written));
  }

  /**
   * Frees the handle, and the use of the invite code; false when somebody else changed the
   * document.
   */
  boolean free(Reservation reservation) {
    WriteBatch batch = firestore.batch();
    batch.delete(document(reservation.handle()), Precondition.updatedAt(reservation.updateTime()));
    reservation
        .inviteCode()
        .ifPresent(code -> InviteCodes.giveBack(firestore, batch, code, reservation.did()));
    return commit(batch).isPresent();
  }

  /** Adds to {@code batch} that an account which needs no reservation has the handle. */
  void claim(WriteBatch batch, Account account) {
    batch.create(document(account.handle()), taken(account.did()));
  }

  /** Takes a handle for an account that has another one; false when somebody else has it. */
  boolean claim(Handle handle, Did did) {
    WriteBatch batch = firestore.batch();
    batch.create(document(handle), taken(did));
    return commit(batch).isPresent() || find(handle).equals(new State.Taken(did));
  }

  /** Adds to {@code batch} that an account gives a handle back. */
  void release(WriteBatch batch, Handle handle) {
    batch.delete(document(handle));
  }

  private static Map<String, Object> taken(Did did) {
    return Map.of(
        Documents.VERSION_FIELD,
        Documents.VERSION,
        "step",
        SignUpStep.TAKEN.id(),
        "did",
        did.value());
  }

  /** Adds to {@code batch} that the account of the reservation now has the handle. */
  void take(WriteBatch batch, Reservation reservation) {
    batch.update(
        document(reservation.handle()),
        Map.of(
            "step",
            SignUpStep.TAKEN.id(),
            "reservedUntil",
            FieldValue.delete(),
            INVITE_CODE,
            FieldValue.delete(),
            "genesis",
            FieldValue.delete(),
            "sealedKey",
            FieldValue.delete(),
            "email",
            FieldValue.delete(),
            "passwordHash",
            FieldValue.delete()),
        Precondition.updatedAt(reservation.updateTime()));
  }

  /** Sign-ups that may be given up at {@code now}, at most {@code limit}; a read each. */
  List<Reservation> overdue(Instant now, int limit) {
    return Await.result(
            firestore
                .collection("handles")
                .whereLessThanOrEqualTo("reservedUntil", Documents.timestamp(now))
                .orderBy("reservedUntil")
                .limit(limit)
                .get())
        .getDocuments()
        .stream()
        .map(HandleRecords::read)
        .toList();
  }

  private static Optional<Timestamp> commit(WriteBatch batch) {
    try {
      return Optional.of(Await.result(batch.commit()).getFirst().getUpdateTime());
    } catch (RuntimeException e) {
      if (Conflicts.isConflict(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Reservation read(DocumentSnapshot document) {
    return new Reservation(
        Handle.parse(document.getId()),
        step(document),
        Documents.instant(document, "reservedUntil"),
        genesis(Documents.text(document, "genesis")),
        Objects.requireNonNull(document.getBlob("sealedKey"), "a reservation without key")
            .toBytes(),
        new EmailAddress(Documents.text(document, "email")),
        Documents.text(document, "passwordHash"),
        Optional.ofNullable(document.getString(INVITE_CODE)),
        Documents.updateTime(document));
  }

  private static SignedPlcOperation genesis(String json) {
    try {
      return SignedPlcOperation.fromJson(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a reservation whose genesis is not JSON", e);
    }
  }

  private DocumentReference document(Handle handle) {
    return document(firestore, handle);
  }
}
