package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.plc.PlcOperation;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.syntax.AtIdentifier;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.emulators.plc.PlcEmulator;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Handles that change, and who is who in a world with other hosts. */
@ExtendWith(FirestoreEmulatorExtension.class)
class IdentityChangesTest {
  private static final Handle OLD = Handle.parse("alice.tiktoktoe.test");
  private static final Handle NEW = Handle.parse("alicia.tiktoktoe.test");
  private static final Handle OWN = Handle.parse("alice.other.test");
  private static final String PAGE = "alice.other.test/.well-known/atproto-did";

  private final Map<String, List<String>> records = new ConcurrentHashMap<>();
  private final Elsewhere elsewhere = new Elsewhere("alice.other.test", "web.other.test");
  private final PlcEmulator plc;
  private final PlcDirectory directory;
  private final AccountsFixture fixture;
  private final Did alice;
  private final int before;

  IdentityChangesTest(Firestore firestore) throws IOException {
    plc = PlcEmulator.start(new PlcEmulator.Config(0, null, InstantSource.system()));
    directory = new HttpPlcDirectory(plc.endpoint());
    fixture = fixture(firestore, directory);
    alice = fixture.signedUp("alice").account().did();
    before = fixture.announced.size();
  }

  private AccountsFixture fixture(Firestore firestore, PlcDirectory to) {
    return new AccountsFixture(
        firestore, to, name -> records.getOrDefault(name, List.of()), elsewhere.http());
  }

  @BeforeEach
  void later() {
    fixture.clock.advance(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    fixture.clear();
    plc.close();
    elsewhere.close();
  }

  private Optional<Refusal> change(Handle wanted) {
    return fixture.handleChange().change(fixture.caller(alice), wanted);
  }

  private static String error(Optional<Refusal> refusal) {
    return refusal.orElseThrow(() -> new AssertionError("not refused")).error();
  }

  private List<String> names() {
    SignedPlcOperation last = directory.last(alice).orElseThrow();
    return assertInstanceOf(PlcOperation.class, last.action()).alsoKnownAs();
  }

  private void assertHas(Handle handle) {
    assertEquals(handle, fixture.accounts.find(alice).orElseThrow().handle());
    assertEquals(Optional.of(alice), fixture.accounts.didOf(handle));
    assertEquals(List.of("at://" + handle), names());
  }

  @Test
  void aNewHandleIsKnownAndTheOldOneFree() {
    assertEquals(Optional.empty(), change(NEW));
    assertHas(NEW);
    assertEquals(List.of("identity " + NEW), fixture.told(before));
    assertEquals(Optional.empty(), fixture.accounts.didOf(OLD));
    Did bob = fixture.signedUp("bob").account().did();
    fixture.clock.advance(Duration.ofSeconds(1));
    assertEquals(Optional.empty(), fixture.handleChange().change(fixture.caller(bob), OLD));
    assertEquals(Optional.of(bob), fixture.accounts.didOf(OLD));
  }

  @Test
  void theSameHandleIsAnnouncedAgain() {
    assertEquals(Optional.empty(), change(OLD));
    assertHas(OLD);
    assertEquals(List.of("identity " + OLD), fixture.told(before));
  }

  @Test
  void aHandleOfSomebodyElseIsRefusedAndNothingChanges() {
    fixture.signedUp("alicia");
    assertEquals("InvalidRequest", error(change(NEW)));
    assertHas(OLD);
  }

  @Test
  void reservedAndForeignNamesAreRefused() {
    assertEquals("HandleNotAvailable", error(change(Handle.parse("adm1n.tiktoktoe.test"))));
    assertEquals("InvalidHandle", error(change(Handle.parse("al.tiktoktoe.test"))));
    assertEquals("InvalidHandle", error(change(Handle.parse("alice.onion"))));
    assertHas(OLD);
  }

  @Test
  void aDomainOfTheirOwnMustNameThem() {
    assertEquals("InvalidRequest", error(change(OWN)));
    elsewhere.put(PAGE, "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    assertEquals("InvalidRequest", error(change(OWN)));
    elsewhere.put(PAGE, alice + "\n");
    assertEquals(Optional.empty(), change(OWN));
    assertHas(OWN);
  }

  @Test
  void aTextRecordNamesThemToo() {
    records.put("_atproto.alice.other.test", List.of("v=spf1", "did=" + alice));
    assertEquals(Optional.empty(), change(OWN));
    assertHas(OWN);
  }

  @Test
  void twoTextRecordsNameNobody() {
    records.put("_atproto.alice.other.test", List.of("did=" + alice, "did=did:web:evil.test"));
    assertEquals("InvalidRequest", error(change(OWN)));
  }

  @Test
  void tenChangesAreEnough() {
    for (int i = 0; i < 10; i++) {
      fixture.clock.advance(Duration.ofSeconds(1));
      assertEquals(Optional.empty(), change(i % 2 == 0 ? NEW : OLD));
    }
    assertEquals("RateLimitExceeded", error(change(NEW)));
  }

  @Test
  void withoutTheDirectoryTheSameRequestGoesOnLater() {
    AccountsFixture cutOff =
        fixture(fixture.firestore, new HttpPlcDirectory(URI.create("http://localhost:1")));
    assertThrows(
        PlcUnavailableException.class,
        () -> cutOff.handleChange().change(fixture.caller(alice), NEW));
    assertEquals(OLD, fixture.accounts.find(alice).orElseThrow().handle());
    assertEquals(Optional.empty(), change(NEW));
    assertHas(NEW);
  }

  @Test
  void oneOfTwoWhoWantAHandleGetsIt() throws Exception {
    Did bob = fixture.signedUp("bob").account().did();
    fixture.clock.advance(Duration.ofSeconds(1));
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<Optional<Refusal>> first = both.submit(() -> change(NEW));
      Future<Optional<Refusal>> second =
          both.submit(() -> fixture.handleChange().change(fixture.caller(bob), NEW));
      boolean isAlices = first.get().isEmpty();
      assertNotEquals(isAlices, second.get().isEmpty());
      assertEquals(Optional.of(isAlices ? alice : bob), fixture.accounts.didOf(NEW));
    }
  }

  private IdentityLookup.Outcome.Known known(String identifier) {
    return assertInstanceOf(
        IdentityLookup.Outcome.Known.class,
        fixture.lookup().identity(AtIdentifier.parse(identifier)));
  }

  private String refused(String identifier) {
    return assertInstanceOf(
            IdentityLookup.Outcome.Refused.class,
            fixture.lookup().identity(AtIdentifier.parse(identifier)))
        .refusal()
        .error();
  }

  @Test
  void anIdentityIsFoundByEitherName() {
    for (String name : List.of(OLD.value(), alice.value())) {
      assertEquals(alice, known(name).did());
      assertEquals(OLD, known(name).handle());
      assertEquals(alice.value(), known(name).document().path("id").asText());
    }
  }

  @Test
  void aHandleThatNamesSomebodyElseIsNotTheirs() {
    elsewhere.put(
        "web.other.test/.well-known/did.json",
        "{\"id\": \"did:web:web.other.test\", \"alsoKnownAs\": [\"at://%s\"]}".formatted(OLD));
    assertEquals("handle.invalid", known("did:web:web.other.test").handle().value());
    elsewhere.put(PAGE, alice.value());
    assertEquals(OLD, known(OWN.value()).handle());
  }

  @Test
  void whoIsNotThereIsNotFound() {
    assertEquals("HandleNotFound", refused("nobody.tiktoktoe.test"));
    assertEquals("HandleNotFound", refused("alice.other.test"));
    assertEquals("DidNotFound", refused("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"));
    assertEquals("DidNotFound", refused("did:web:elsewhere.example.com"));
  }

  @Test
  void whatIsRememberedIsForgottenWhenAsked() {
    elsewhere.put(
        "web.other.test/.well-known/did.json",
        "{\"id\": \"did:web:web.other.test\", \"alsoKnownAs\": [\"at://alice.other.test\"]}");
    elsewhere.put(PAGE, "did:web:web.other.test");
    IdentityLookup lookup = fixture.lookup();
    AtIdentifier did = Did.parse("did:web:web.other.test");
    IdentityLookup.Outcome before = lookup.identity(did);
    elsewhere.put(PAGE, alice.value());
    assertEquals(before, lookup.identity(did));
    IdentityLookup.Outcome.Known after =
        assertInstanceOf(IdentityLookup.Outcome.Known.class, lookup.refreshed(did, "192.0.2.1"));
    assertEquals("handle.invalid", after.handle().value());
    for (int i = 0; i < 29; i++) {
      lookup.refreshed(alice, "192.0.2.1");
    }
    assertTrue(lookup.refreshed(alice, "192.0.2.1") instanceof IdentityLookup.Outcome.Refused);
  }
}
