package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.syntax.AtIdentifier;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.util.Map;
import java.util.Optional;

/**
 * The stored accounts. Collections {@code accounts} (by DID) and {@code emails} (by the address's
 * hash). Every call reads what is stored now; {@link AccountDirectory} remembers. Thread-safe.
 */
public final class Accounts {
  private final Firestore firestore;

  /** On {@code firestore}. */
  public Accounts(Firestore firestore) {
    this.firestore = firestore;
  }

  /** One document read. */
  public Optional<Account> find(Did did) {
    DocumentSnapshot document = Await.result(account(did).get());
    return document.exists() ? Optional.of(read(document)) : Optional.empty();
  }

  /**
   * An account as it was when it was read.
   *
   * @param version of its document
   */
  record Versioned(Account account, Timestamp version) {}

  /** One document read, for {@link #change}. */
  Optional<Versioned> findVersioned(Did did) {
    DocumentSnapshot document = Await.result(account(did).get());
    return document.exists()
        ? Optional.of(new Versioned(read(document), Documents.updateTime(document)))
        : Optional.empty();
  }

  /** Adds an update to {@code batch}, whose commit fails when the account was changed. */
  void change(WriteBatch batch, Versioned known, Map<String, Object> fields) {
    batch.update(account(known.account().did()), fields, Precondition.updatedAt(known.version()));
  }

  /**
   * Adds to {@code batch} that the account has another address, not confirmed and not asked for
   * codes: an update, and a creation and a deletion unless it is the same one.
   */
  void changeEmail(WriteBatch batch, Versioned known, EmailAddress email) {
    Account account = known.account();
    change(
        batch,
        known,
        Map.of(
            "email",
            email.value(),
            "emailConfirmed",
            false,
            Factor.FIELD,
            Factor.stored(account.with(Factor.EMAIL, false))));
    if (!email.equals(account.email())) {
      batch.create(
          email(email),
          Map.of(Documents.VERSION_FIELD, Documents.VERSION, "did", account.did().value()));
      batch.delete(email(account.email()));
    }
  }

  /**
   * The account that a person signs in with by DID, handle or e-mail; at most two documents read.
   */
  public Optional<Account> findByLogin(String identifier) {
    if (identifier.contains("@")) {
      return EmailAddress.isValid(identifier)
          ? didOf(new EmailAddress(identifier)).flatMap(this::find)
          : Optional.empty();
    }
    if (!AtIdentifier.isValid(identifier)) {
      return Optional.empty();
    }
    return switch (AtIdentifier.parse(identifier)) {
      case Did did -> find(did);
      case Handle handle -> didOf(handle).flatMap(this::find);
    };
  }

  /** Whose handle it is; one document read. A handle that is only reserved is nobody's. */
  public Optional<Did> didOf(Handle handle) {
    DocumentSnapshot document = Await.result(HandleRecords.document(firestore, handle).get());
    return document.exists() && HandleRecords.isTaken(document)
        ? Optional.of(Did.parse(Documents.text(document, "did")))
        : Optional.empty();
  }

  /** Whether an account or a sign-up has the handle; one document read. */
  boolean isClaimed(Handle handle) {
    return Await.result(HandleRecords.document(firestore, handle).get()).exists();
  }

  /** Whose e-mail address it is; one document read. */
  Optional<Did> didOf(EmailAddress email) {
    DocumentSnapshot document = Await.result(email(email).get());
    return document.exists()
        ? Optional.of(Did.parse(Documents.text(document, "did")))
        : Optional.empty();
  }

  /** Adds two creations to {@code batch}: the account and its claim on the e-mail address. */
  void addTo(WriteBatch batch, Account account) {
    batch.create(
        account(account.did()),
        Map.of(
            Documents.VERSION_FIELD,
            Documents.VERSION,
            "handle",
            account.handle().value(),
            "email",
            account.email().value(),
            "emailConfirmed",
            account.emailConfirmed(),
            "passwordHash",
            account.passwordHash(),
            "signingKey",
            account.signingKey().didKey(),
            "createdAt",
            Documents.timestamp(account.createdAt())));
    batch.create(
        email(account.email()),
        Map.of(Documents.VERSION_FIELD, Documents.VERSION, "did", account.did().value()));
  }

  /** Adds three deletions to {@code batch}: the account, its handle and its e-mail address. */
  void remove(WriteBatch batch, Account account) {
    batch.delete(account(account.did()));
    batch.delete(email(account.email()));
    batch.delete(HandleRecords.document(firestore, account.handle()));
  }

  private static Account read(DocumentSnapshot document) {
    return new Account(
        Did.parse(document.getId()),
        Handle.parse(Documents.text(document, "handle")),
        new EmailAddress(Documents.text(document, "email")),
        Boolean.TRUE.equals(document.getBoolean("emailConfirmed")),
        Documents.text(document, "passwordHash"),
        PublicKey.parseDidKey(Documents.text(document, "signingKey")),
        Documents.instant(document, "createdAt"),
        AppPassword.read(document),
        Factor.read(document));
  }

  private DocumentReference account(Did did) {
    return firestore.collection("accounts").document(did.value());
  }

  private DocumentReference email(EmailAddress email) {
    return firestore.collection("emails").document(email.hash());
  }
}
