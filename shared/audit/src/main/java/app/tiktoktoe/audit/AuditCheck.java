package app.tiktoktoe.audit;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what was taken out of chains, changed in them, or put elsewhere: by each chain itself, by
 * the copies in Cloud Logging, and by the anchors. Thread-safe.
 */
public final class AuditCheck {
  private static final int CHAINS = 100;
  private static final int ANCHORS = 20;

  private final Firestore firestore;
  private final Chains chains;

  /** Of the chains on {@code firestore}. */
  public AuditCheck(Firestore firestore) {
    this.firestore = firestore;
    this.chains = new Chains(firestore);
  }

  /**
   * What is wrong with an account's chain by itself; a document read for each entry, and one or two
   * more. Empty for one that is whole, and for an account that nobody has heard of.
   */
  public List<AuditFault> chain(Did did) {
    return chains.read(did).faults();
  }

  /** A part of a check of all accounts. */
  public enum Part {
    /** The chains that have an end, by themselves. */
    CHAINS,
    /** What Cloud Logging has. */
    COPIES,
    /** What the stored anchors say, and whether they are a chain. */
    ANCHORS
  }

  /**
   * Where a check of all accounts stands.
   *
   * @param after what the step before ended with; empty at the beginning of a part
   */
  public record Step(Part part, String after) {
    /** The first. */
    public static Step first() {
      return new Step(Part.CHAINS, "");
    }
  }

  /**
   * What a step found.
   *
   * @param brokenAnchors numbers of anchors that were changed, or that do not follow the one before
   * @param next empty after the last
   */
  public record Found(
      List<AuditFault> faults, List<Long> brokenAnchors, int checked, Optional<Step> next) {
    /** Copies the lists. */
    public Found {
      faults = List.copyOf(faults);
      brokenAnchors = List.copyOf(brokenAnchors);
    }
  }

  /**
   * All that is wrong with an account: its chain, compared with its copies in {@code log} and with
   * {@code anchors}. Reads its entries, its lines, and every anchor.
   */
  public List<AuditFault> account(Did did, AuditLog log, AuditAnchors anchors) {
    List<Chain.Evidence> evidence = new ArrayList<>();
    String page = "";
    do {
      AuditLog.Page lines = log.read(Optional.of(did), page);
      lines.known().forEach(known -> evidence.add(known.evidence()));
      page = lines.next();
    } while (!page.isEmpty());
    List<AuditAnchor> some = anchors.after(0, ANCHORS);
    while (!some.isEmpty()) {
      some.stream()
          .flatMap(anchor -> anchor.heads().stream())
          .filter(head -> head.did().equals(did))
          .forEach(head -> evidence.add(head.known().evidence()));
      some = anchors.after(some.getLast().number(), ANCHORS);
    }
    Chain chain = chains.read(did);
    Set<AuditFault> faults = new LinkedHashSet<>(chain.faults());
    faults.addAll(chain.faults(evidence));
    return List.copyOf(faults);
  }

  /** A step of a check of all accounts: some chains, some lines, or some anchors. */
  public Found step(Step step, AuditLog log, AuditAnchors anchors) {
    return switch (step.part()) {
      case CHAINS -> someChains(step.after());
      case COPIES -> someCopies(log.read(Optional.empty(), step.after()));
      case ANCHORS ->
          someAnchors(step.after().isEmpty() ? 0 : Long.parseLong(step.after()), anchors);
    };
  }

  private Found someChains(String after) {
    Query ends =
        firestore.collection(AuditDocuments.CHAINS).orderBy(FieldPath.documentId()).limit(CHAINS);
    List<QueryDocumentSnapshot> page =
        Await.result((after.isEmpty() ? ends : ends.startAfter(after)).get()).getDocuments();
    List<AuditFault> faults = new ArrayList<>();
    page.forEach(end -> faults.addAll(chain(Did.parse(end.getId()))));
    Step next =
        page.size() < CHAINS
            ? new Step(Part.COPIES, "")
            : new Step(Part.CHAINS, page.getLast().getId());
    return new Found(faults, List.of(), page.size(), Optional.of(next));
  }

  private Found someCopies(AuditLog.Page lines) {
    Step next =
        lines.next().isEmpty() ? new Step(Part.ANCHORS, "") : new Step(Part.COPIES, lines.next());
    return new Found(compared(lines.known()), List.of(), lines.known().size(), Optional.of(next));
  }

  /** The anchor before the first one is read again, for that one to follow it. */
  private Found someAnchors(long after, AuditAnchors anchors) {
    List<AuditAnchor> some = anchors.after(Math.max(0, after - 1), ANCHORS);
    List<AuditLog.Known> known = new ArrayList<>();
    List<Long> broken = new ArrayList<>();
    Optional<AuditAnchor> before = Optional.empty();
    for (AuditAnchor anchor : some) {
      anchor.heads().forEach(head -> known.add(head.known()));
      if (!anchor.follows(before)) {
        broken.add(anchor.number());
      }
      before = Optional.of(anchor);
    }
    Optional<Step> next =
        some.size() < ANCHORS
            ? Optional.empty()
            : Optional.of(new Step(Part.ANCHORS, Long.toString(some.getLast().number())));
    return new Found(compared(known), broken, known.size(), next);
  }

  private List<AuditFault> compared(List<AuditLog.Known> known) {
    Map<Did, List<Chain.Evidence>> accounts = new LinkedHashMap<>();
    known.forEach(
        one -> accounts.computeIfAbsent(one.did(), did -> new ArrayList<>()).add(one.evidence()));
    List<AuditFault> faults = new ArrayList<>();
    accounts.forEach((did, evidence) -> faults.addAll(chains.read(did).faults(evidence)));
    return faults;
  }
}
