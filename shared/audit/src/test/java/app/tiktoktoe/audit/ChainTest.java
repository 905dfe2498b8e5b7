package app.tiktoktoe.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.audit.AuditFault.What;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ChainTest {
  private static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final Did BOB = Did.parse("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb");
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.000006Z");

  private static List<AuditEntry> entries(int count) {
    List<AuditEntry> entries = new ArrayList<>();
    ChainEnd end = new ChainEnd(ALICE, 0, AuditEntry.BEGINNING, Instant.EPOCH, Optional.empty());
    for (int i = 0; i < count; i++) {
      AuditKind kind = i % 2 == 0 ? AuditKind.SIGN_IN : AuditKind.SIGN_OUT;
      AuditEntry next = end.next(AuditEvent.byOwner(kind), START, "%024x".formatted(i));
      entries.add(next);
      end = end(entries);
    }
    return entries;
  }

  private static ChainEnd end(List<AuditEntry> entries) {
    AuditEntry last = entries.getLast();
    return new ChainEnd(ALICE, last.seq(), last.hash(), last.at(), Optional.empty());
  }

  private static SortedMap<Long, Optional<AuditEntry>> places(List<AuditEntry> entries) {
    SortedMap<Long, Optional<AuditEntry>> places = new TreeMap<>();
    entries.forEach(entry -> places.put(entry.seq(), Optional.of(entry)));
    return places;
  }

  private static Chain chain(SortedMap<Long, Optional<AuditEntry>> places, ChainEnd end) {
    return new Chain(ALICE, places, end);
  }

  private static List<Chain.Evidence> copies(List<AuditEntry> entries) {
    return entries.stream()
        .map(e -> new Chain.Evidence(e.seq(), e.hash(), Optional.of(e.nonce())))
        .toList();
  }

  private static AuditFault fault(long seq, What what) {
    return new AuditFault(ALICE, seq, what);
  }

  private static AuditEntry withKind(AuditEntry entry, AuditKind kind, String hash) {
    return new AuditEntry(
        entry.did(),
        entry.seq(),
        entry.at(),
        AuditEvent.byOwner(kind),
        entry.nonce(),
        entry.previous(),
        hash);
  }

  /** The entries from {@code first} on as somebody would write them who knows how. */
  private static List<AuditEntry> resealed(List<AuditEntry> entries, int first) {
    List<AuditEntry> sealed = new ArrayList<>(entries.subList(0, first));
    for (AuditEntry entry : entries.subList(first, entries.size())) {
      String previous = sealed.isEmpty() ? AuditEntry.BEGINNING : sealed.getLast().hash();
      sealed.add(
          AuditEntry.sealed(
              ALICE, sealed.size() + 1L, entry.at(), entry.event(), entry.nonce(), previous));
    }
    return sealed;
  }

  @Property(tries = 50)
  void whatWasWrittenIsWhole(@ForAll @IntRange(max = 40) int count) {
    List<AuditEntry> entries = entries(count);
    ChainEnd end =
        count == 0
            ? new ChainEnd(ALICE, 0, AuditEntry.BEGINNING, Instant.EPOCH, Optional.empty())
            : end(entries);
    Chain chain = chain(places(entries), end);
    assertEquals(List.of(), chain.faults());
    assertEquals(List.of(), chain.faults(copies(entries)));
  }

  @Property(tries = 100)
  void aRemovedEntryIsNamed(
      @ForAll @IntRange(min = 2, max = 30) int count, @ForAll @LongRange(min = 1) long any) {
    List<AuditEntry> entries = entries(count);
    long seq = 1 + any % (count - 1);
    SortedMap<Long, Optional<AuditEntry>> places = places(entries);
    places.remove(seq);
    assertEquals(List.of(fault(seq, What.REMOVED)), chain(places, end(entries)).faults());
  }

  @Property(tries = 100)
  void anAlteredEntryIsNamed(
      @ForAll @IntRange(min = 1, max = 30) int count, @ForAll @LongRange(min = 0) long any) {
    List<AuditEntry> entries = entries(count);
    AuditEntry entry = entries.get((int) (any % count));
    SortedMap<Long, Optional<AuditEntry>> places = places(entries);
    places.put(entry.seq(), Optional.of(withKind(entry, AuditKind.OAUTH_REVOKED, entry.hash())));
    assertEquals(List.of(fault(entry.seq(), What.ALTERED)), chain(places, end(entries)).faults());
  }

  @Property(tries = 100)
  void anAlteredEntryWithItsOwnHashIsNamed(
      @ForAll @IntRange(min = 1, max = 30) int count, @ForAll @LongRange(min = 0) long any) {
    List<AuditEntry> entries = entries(count);
    AuditEntry entry = entries.get((int) (any % count));
    AuditEntry open = withKind(entry, AuditKind.OAUTH_REVOKED, "");
    SortedMap<Long, Optional<AuditEntry>> places = places(entries);
    places.put(
        entry.seq(), Optional.of(withKind(entry, AuditKind.OAUTH_REVOKED, open.computedHash())));
    assertEquals(List.of(fault(entry.seq(), What.ALTERED)), chain(places, end(entries)).faults());
  }

  @Property(tries = 100)
  void twoEntriesInEachOthersPlaceAreNamed(
      @ForAll @IntRange(min = 2, max = 30) int count, @ForAll @LongRange(min = 0) long any) {
    List<AuditEntry> entries = entries(count);
    AuditEntry one = entries.get((int) (any % (count - 1)));
    AuditEntry other = entries.get((int) (any % (count - 1)) + 1);
    SortedMap<Long, Optional<AuditEntry>> places = places(entries);
    places.put(one.seq(), Optional.of(other));
    places.put(other.seq(), Optional.of(one));
    List<AuditFault> faults = chain(places, end(entries)).faults();
    assertTrue(faults.contains(fault(one.seq(), What.REORDERED)), () -> faults.toString());
    assertTrue(faults.contains(fault(other.seq(), What.REORDERED)), () -> faults.toString());
  }

  @Property(tries = 100)
  void aChainThatWasWrittenAnewDiffersFromItsCopies(
      @ForAll @IntRange(min = 2, max = 30) int count, @ForAll @LongRange(min = 0) long any) {
    List<AuditEntry> entries = entries(count);
    int index = (int) (any % (count - 1));
    List<AuditEntry> without = new ArrayList<>(entries);
    AuditEntry gone = without.remove(index);
    List<AuditEntry> anew = resealed(without, index);
    Chain chain = chain(places(anew), end(anew));
    assertEquals(List.of(), chain.faults());
    List<AuditFault> faults = chain.faults(copies(entries));
    assertEquals(fault(gone.seq(), What.REMOVED), faults.getFirst());
    assertEquals(
        LongStream.rangeClosed(gone.seq(), count).boxed().toList(),
        faults.stream().map(AuditFault::seq).toList());
  }

  @Test
  void anEntryThatWasAlteredAndAllAfterItSealedAnewDiffersFromItsCopies() {
    List<AuditEntry> entries = entries(4);
    List<AuditEntry> changed = new ArrayList<>(entries);
    changed.set(1, withKind(entries.get(1), AuditKind.OAUTH_REVOKED, ""));
    List<AuditEntry> anew = resealed(changed, 1);
    Chain chain = chain(places(anew), end(anew));
    assertEquals(List.of(), chain.faults());
    assertEquals(
        List.of(fault(2, What.ALTERED), fault(3, What.ALTERED), fault(4, What.ALTERED)),
        chain.faults(copies(entries)));
    assertEquals(
        List.of(fault(3, What.ALTERED)),
        chain.faults(List.of(new Chain.Evidence(3, entries.get(2).hash(), Optional.empty()))));
  }

  @Test
  void entriesThatWereSwappedAndSealedAnewDifferFromTheirCopies() {
    List<AuditEntry> entries = entries(3);
    List<AuditEntry> anew = resealed(List.of(entries.get(0), entries.get(2), entries.get(1)), 1);
    Chain chain = chain(places(anew), end(anew));
    assertEquals(List.of(), chain.faults());
    assertEquals(
        List.of(fault(2, What.REORDERED), fault(3, What.REORDERED)), chain.faults(copies(entries)));
  }

  @Test
  void aChainThatWasCutIsNamedByItsEndAndByItsCopies() {
    List<AuditEntry> entries = entries(5);
    List<AuditEntry> left = entries.subList(0, 3);
    assertEquals(List.of(fault(4, What.CUT)), chain(places(left), end(entries)).faults());
    Chain cleverly = chain(places(left), end(left));
    assertEquals(List.of(), cleverly.faults());
    assertEquals(List.of(fault(4, What.CUT), fault(5, What.CUT)), cleverly.faults(copies(entries)));
  }

  @Test
  void aChainThatIsGoneIsNamedByItsCopies() {
    ChainEnd nothing =
        new ChainEnd(ALICE, 0, AuditEntry.BEGINNING, Instant.EPOCH, Optional.empty());
    assertEquals(
        List.of(fault(1, What.CUT)), chain(new TreeMap<>(), nothing).faults(copies(entries(1))));
  }

  @Test
  void anEntryBehindTheEndIsNamed() {
    List<AuditEntry> entries = entries(3);
    assertEquals(
        List.of(fault(3, What.ADDED)), chain(places(entries), end(entries.subList(0, 2))).faults());
  }

  @Test
  void anEndThatSaysSomethingElseIsNamed() {
    List<AuditEntry> entries = entries(2);
    ChainEnd end = new ChainEnd(ALICE, 2, "f".repeat(64), START, Optional.empty());
    assertEquals(List.of(fault(2, What.ALTERED)), chain(places(entries), end).faults());
  }

  @Test
  void whatIsNoEntryIsNamed() {
    List<AuditEntry> entries = entries(2);
    SortedMap<Long, Optional<AuditEntry>> places = places(entries);
    places.put(1L, Optional.empty());
    assertEquals(List.of(fault(1, What.ALTERED)), chain(places, end(entries)).faults());
  }

  @Test
  void eachPartOfAnEntryIsInItsHash() {
    AuditEvent event = AuditEvent.byOwner(AuditKind.ROLE_GRANTED).about("admin");
    String zero = AuditEntry.BEGINNING;
    Set<String> hashes = new HashSet<>();
    hashes.add(AuditEntry.sealed(ALICE, 1, START, event, "00", zero).hash());
    hashes.add(AuditEntry.sealed(BOB, 1, START, event, "00", zero).hash());
    hashes.add(AuditEntry.sealed(ALICE, 2, START, event, "00", zero).hash());
    hashes.add(AuditEntry.sealed(ALICE, 1, START.plusNanos(1_000), event, "00", zero).hash());
    hashes.add(AuditEntry.sealed(ALICE, 1, START, event.about("user"), "00", zero).hash());
    hashes.add(
        AuditEntry.sealed(ALICE, 1, START, AuditEvent.byOwner(event.kind()), "00", zero).hash());
    hashes.add(
        AuditEntry.sealed(
                ALICE, 1, START, AuditEvent.bySystem(event.kind()).about("admin"), "00", zero)
            .hash());
    hashes.add(
        AuditEntry.sealed(
                ALICE,
                1,
                START,
                AuditEvent.byOwner(AuditKind.ROLE_TAKEN).about("admin"),
                "00",
                zero)
            .hash());
    hashes.add(AuditEntry.sealed(ALICE, 1, START, event, "01", zero).hash());
    hashes.add(AuditEntry.sealed(ALICE, 1, START, event, "00", "f".repeat(64)).hash());
    assertEquals(10, hashes.size());
  }

  /** Computed by another program: a change of the encoding would break every chain. */
  @Test
  void theHashOfAnEntryIsForever() {
    AuditEntry entry =
        AuditEntry.sealed(
            ALICE,
            1,
            START,
            AuditEvent.byOwner(AuditKind.SIGN_UP),
            "000102030405060708090a0b",
            AuditEntry.BEGINNING);
    assertEquals(GOLDEN, entry.hash());
    assertNotEquals(entry.previous(), entry.hash());
  }

  private static final String GOLDEN =
      "a30dbdd6514fd42d5f749c2bf3a0162a8a2a7c6dbfd6fe54fcbd405f2cabaf00";
}
