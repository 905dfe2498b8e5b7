package app.tiktoktoe.functions.maintenance;

import app.tiktoktoe.accounts.AccountRemains;
import app.tiktoktoe.accounts.OverdueAccounts;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditEvent;
import app.tiktoktoe.audit.AuditKind;
import app.tiktoktoe.audit.AuditLink;
import app.tiktoktoe.audit.AuditTrail;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.functions.maintenance.ErasureStep.Part;
import app.tiktoktoe.media.blocklist.VideoPrints;
import app.tiktoktoe.repository.ErasureFence;
import app.tiktoktoe.repository.RepositoryErasure;
import app.tiktoktoe.repository.RepositoryErasure.Condemned;
import app.tiktoktoe.views.actor.NewActor;
import app.tiktoktoe.views.actor.OwnDocuments;
import app.tiktoktoe.views.indexing.RebuildStep;
import app.tiktoktoe.views.indexing.ViewRebuild;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.firestore.DocumentReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Deletes accounts that are overdue and erases deleted ones, a step per message, each asking for
 * the next. What is erased stays so; one that stands still for an hour is begun again by the
 * schedule. Thread-safe.
 */
final class Erasure implements Task {
  /** Accounts that a run of the schedule deletes, and begins to erase. */
  static final int ACCOUNTS = 100;

  /** Batches of a step: some seconds of work. */
  static final int BATCHES = 5;

  private static final int OBJECTS = 500;
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final OverdueAccounts overdue;
  private final RepositoryErasure repositories;
  private final List<AccountFolder> folders;
  private final ViewRebuild views;
  private final Private own;
  private final AuditTrail audit;
  private final OutboxSweep.Publisher publisher;
  private final StructuredLog log;

  Erasure(
      OverdueAccounts overdue,
      RepositoryErasure repositories,
      List<AccountFolder> folders,
      ViewRebuild views,
      Private own,
      AuditTrail audit,
      OutboxSweep.Publisher publisher,
      StructuredLog log) {
    this.overdue = overdue;
    this.repositories = repositories;
    this.folders = List.copyOf(folders);
    this.views = views;
    this.own = own;
    this.audit = audit;
    this.publisher = publisher;
    this.log = log;
  }

  /** What an account has outside its repository. */
  record Private(
      AccountRemains remains, OwnDocuments documents, VideoPrints prints, NewActor tombstone) {
    List<DocumentReference> find(Did did, int limit) {
      List<DocumentReference> found = remains.documents(did, limit);
      List<DocumentReference> more = found.isEmpty() ? documents.find(did, limit) : found;
      return more.isEmpty() ? prints.documents(did, limit) : more;
    }
  }

  /**
   * Without an account: what the schedule asks for. With one: a step of its erasure.
   *
   * @throws IllegalStateException when what comes next cannot be asked for; the message comes back,
   *     and doing it again does no harm
   */
  @Override
  public void run(JsonNode message) {
    if (message.has("did")) {
      ErasureStep step = ErasureStep.decode(message);
      repositories.begin(step.did()).flatMap(account -> next(step, account)).ifPresent(this::ask);
    } else {
      int deleted = overdue.delete(ACCOUNTS);
      List<Did> due = repositories.claim(ACCOUNTS);
      if (deleted + due.size() > 0) {
        log.info("accounts due", entry -> entry.put("deleted", deleted).put("erasing", due.size()));
      }
      publish(due.stream().map(ErasureStep::begin).toList());
    }
  }

  private void ask(ErasureStep next) {
    publish(List.of(next.encode()));
  }

  private void publish(List<Message> messages) {
    if (!messages.isEmpty() && publisher.publish(messages, DEADLINE) < messages.size()) {
      throw new IllegalStateException("a step was not accepted");
    }
  }

  /** Does the step; empty at the end, and when somebody else goes on. */
  private Optional<ErasureStep> next(ErasureStep step, Condemned account) {
    Did did = account.did();
    return switch (step.part()) {
      case REPOSITORY ->
          delete(account.fence(), limit -> repositories.documents(did, limit))
              .map(done -> done ? step.in(Part.OBJECTS) : step);
      case OBJECTS -> Optional.of(deleteObjects(account) ? step.in(Part.VIEWS) : step);
      case VIEWS -> {
        Optional<RebuildStep> after = views.run(step.views());
        yield Optional.of(
            after.map(next -> new ErasureStep(Part.VIEWS, next)).orElse(step.in(Part.PRIVATE)));
      }
      case PRIVATE ->
          delete(account.fence(), limit -> own.find(did, limit))
              .flatMap(done -> done ? finish(account) : Optional.of(step));
    };
  }

  /** Whether nothing is left; empty when somebody else has changed the head. */
  private static Optional<Boolean> delete(
      ErasureFence fence, IntFunction<List<DocumentReference>> find) {
    for (int i = 0; i < BATCHES; i++) {
      List<DocumentReference> found = find.apply(ErasureFence.MAX_DELETES);
      if (found.isEmpty()) {
        return Optional.of(true);
      }
      if (!fence.delete(found)) {
        return Optional.empty();
      }
    }
    return Optional.of(false);
  }

  private boolean deleteObjects(Condemned account) {
    return folders.stream()
        .allMatch(folder -> folder.delete(account.did(), account.storedBefore(), OBJECTS));
  }

  private Optional<ErasureStep> finish(Condemned account) {
    AuditLink link = audit.link(account.did());
    boolean erased =
        repositories.finish(
            account,
            batch -> {
              own.tombstone().bury(batch, account.did(), account.deletedAt());
              link.addTo(batch, AuditEvent.bySystem(AuditKind.ERASED));
            });
    if (erased) {
      log.info("account erased", entry -> {});
    }
    return Optional.empty();
  }
}
