package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.plc.PlcOperation;
import app.tiktoktoe.atproto.plc.PlcService;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.serviceauth.ServiceToken;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.emulators.plc.PlcEmulator;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.repository.RepositoryErasure;
import app.tiktoktoe.repository.RepositoryStatus;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.xrpc.Refusal;
import com.google.cloud.firestore.Firestore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An account moves here, with an identity that another server made, and away again. */
@ExtendWith(FirestoreEmulatorExtension.class)
class MovingTest {
  private static final Nsid CREATE_ACCOUNT = Nsid.parse("com.atproto.server.createAccount");
  private static final SignUpRequest ALICE = AccountsFixture.request("alice");

  private final PlcEmulator plc;
  private final PlcDirectory directory;
  private final AccountsFixture fixture;
  private final SigningKey oldKey;
  private final SigningKey oldRotationKey;
  private final Did did;

  MovingTest(Firestore firestore) throws IOException {
    plc = PlcEmulator.start(new PlcEmulator.Config(0, null, InstantSource.system()));
    directory = new HttpPlcDirectory(plc.endpoint());
    fixture = new AccountsFixture(firestore, directory);
    oldKey = SigningKey.generate(Curve.K256, fixture.random);
    oldRotationKey = SigningKey.generate(Curve.P256, fixture.random);
    did = bornElsewhere();
  }

  @AfterEach
  void close() {
    fixture.clear();
    plc.close();
  }

  private Did bornElsewhere() {
    SignedPlcOperation genesis =
        SignedPlcOperation.sign(
            new PlcOperation(
                List.of(oldRotationKey.publicKey()),
                Map.of("atproto", oldKey.publicKey().didKey()),
                List.of("at://alice.elsewhere.test"),
                Map.of(
                    "atproto_pds",
                    new PlcService("AtprotoPersonalDataServer", "https://elsewhere.test")),
                null),
            oldRotationKey);
    Did born = Did.parse(genesis.did());
    directory.submit(born, genesis);
    return born;
  }

  private Optional<String> token(SigningKey key, Did issuer, String audience, Nsid method) {
    var now = fixture.clock.instant();
    return Optional.of(
        "Bearer "
            + ServiceToken.sign(
                key, issuer, audience, method, now, now.plus(Duration.ofMinutes(1)), "1"));
  }

  private Optional<String> goodToken() {
    return token(oldKey, did, AccountsFixture.SERVICE.value(), CREATE_ACCOUNT);
  }

  private SignUpOutcome.Created moved() {
    return assertInstanceOf(
        SignUpOutcome.Created.class, fixture.movingIn().run(did, ALICE, goodToken()));
  }

  private String error(SignUpRequest request, Optional<String> token) {
    return assertInstanceOf(
            SignUpOutcome.Refused.class, fixture.movingIn().run(did, request, token))
        .refusal()
        .error();
  }

  private static String error(Optional<Refusal> refusal) {
    return refusal.orElseThrow(() -> new AssertionError("not refused")).message();
  }

  /** What the old server signs: the identity as the new one recommends it. */
  private SignedPlcOperation recommended() {
    PlcOperations.Outcome.Recommended advice =
        assertInstanceOf(
            PlcOperations.Outcome.Recommended.class,
            fixture.plcOperations().recommended(fixture.caller(did)));
    PlcOperation operation = advice.operation();
    return signed(
        operation.rotationKeys(),
        operation.verificationMethods(),
        operation.alsoKnownAs(),
        operation.services());
  }

  private SignedPlcOperation signed(
      List<PublicKey> rotationKeys,
      Map<String, String> methods,
      List<String> names,
      Map<String, PlcService> services) {
    return SignedPlcOperation.sign(
        new PlcOperation(
            rotationKeys, methods, names, services, directory.last(did).orElseThrow().cid()),
        oldRotationKey);
  }

  @Test
  void whoMovesInIsDeactivatedUntilTheIdentityPointsHere() {
    SignUpOutcome.Created created = moved();
    assertEquals(did, created.account().did());
    assertEquals(
        RepositoryStatus.DEACTIVATED, fixture.repositories.standing(did).orElseThrow().status());
    assertEquals(List.of(), fixture.announced);
    assertEquals(
        "Server rotation key not included in PLC DID data",
        error(fixture.accountSwitch().activate(fixture.caller(did))));

    assertEquals(
        Optional.empty(), fixture.plcOperations().submit(fixture.caller(did), recommended()));
    assertEquals(Optional.empty(), fixture.home.problem(did, created.account().signingKey()));
    fixture.clock.advance(Duration.ofMillis(1));
    assertEquals(Optional.empty(), fixture.accountSwitch().activate(fixture.caller(did)));
    assertEquals(
        List.of(
            "identity alice.tiktoktoe.test",
            "account active",
            "identity alice.tiktoktoe.test",
            "sync"),
        fixture.told(0));
  }

  @Test
  void onlyTheHolderOfTheIdentityMovesIt() {
    String here = AccountsFixture.SERVICE.value();
    assertEquals("AuthenticationRequired", error(ALICE, Optional.empty()));
    assertEquals("AuthenticationRequired", error(ALICE, Optional.of("Bearer garbage")));
    SigningKey other = SigningKey.generate(Curve.K256, fixture.random);
    assertEquals("BadJwtSignature", error(ALICE, token(other, did, here, CREATE_ACCOUNT)));
    assertEquals(
        "BadJwtAudience", error(ALICE, token(oldKey, did, "did:web:other.test", CREATE_ACCOUNT)));
    assertEquals(
        "BadJwtLexiconMethod",
        error(ALICE, token(oldKey, did, here, Nsid.parse("com.atproto.repo.importRepo"))));
    assertEquals(
        "AuthenticationRequired",
        error(
            ALICE,
            token(oldKey, Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"), here, CREATE_ACCOUNT)));
    Optional<String> old = goodToken();
    fixture.clock.advance(Duration.ofMinutes(1));
    assertEquals("JwtExpired", error(ALICE, old));
    assertEquals(Optional.empty(), fixture.accounts.find(did));
  }

  @Test
  void anIdentityThatIsNotThereMovesNowhere() {
    Did unknown = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    assertEquals(
        "UnresolvableDid",
        assertInstanceOf(
                SignUpOutcome.Refused.class,
                fixture
                    .movingIn()
                    .run(
                        unknown,
                        ALICE,
                        token(oldKey, unknown, AccountsFixture.SERVICE.value(), CREATE_ACCOUNT)))
            .refusal()
            .error());
  }

  @Test
  void theSameRequestAgainGivesASessionAndAnotherOneNone() {
    SignUpOutcome.Created first = moved();
    SignUpOutcome.Created again = moved();
    assertEquals(first.account(), again.account());
    SignUpRequest other =
        new SignUpRequest(
            ALICE.handle(), ALICE.email(), "another word", Optional.empty(), "192.0.2.1");
    assertEquals("AlreadyExists", error(other, goodToken()));
  }

  @Test
  void whoWasDeletedHereComesBackOnceItIsErased() {
    moved();
    var old = fixture.caller(did);
    fixture.clock.advance(Duration.ofMinutes(1));
    var now = fixture.clock.instant();
    assertEquals(
        Optional.empty(),
        fixture.accountSwitch().deactivate(fixture.caller(did), Optional.of(now)));
    assertEquals(1, fixture.overdue().delete(10));
    assertEquals(0, fixture.overdue().delete(10));
    SignUpOutcome refused = fixture.movingIn().run(did, ALICE, goodToken());
    assertEquals(
        "This account was deleted here and is being erased; try again in some hours",
        assertInstanceOf(SignUpOutcome.Refused.class, refused).refusal().message());

    fixture.clock.advance(RepositoryErasure.DELAY.plusSeconds(1));
    RepositoryErasure erasure = new RepositoryErasure(fixture.firestore, fixture.clock);
    assertEquals(List.of(did), erasure.claim(10));
    assertEquals(List.of(), erasure.claim(10));
    RepositoryErasure.Condemned account = erasure.begin(did).orElseThrow();
    assertEquals(true, erasure.finish(account, batch -> {}));
    moved();
    assertEquals(
        RepositoryStatus.DEACTIVATED, fixture.repositories.standing(did).orElseThrow().status());
    CallerCheck check = new CallerCheck(fixture.changes);
    assertEquals("ExpiredToken", check.refusal(old).orElseThrow().error());
    assertEquals(Optional.empty(), check.refusal(fixture.caller(did)));
    assertEquals(false, account.fence().delete(List.of()));
  }

  @Test
  void whoComesBackInTimeIsNotDeleted() {
    Account bob = fixture.signedUp("bob").account();
    fixture.clock.advance(Duration.ofMinutes(1));
    var later = fixture.clock.instant().plus(Duration.ofDays(1));
    fixture.accountSwitch().deactivate(fixture.caller(bob.did()), Optional.of(later));
    assertEquals(0, fixture.overdue().delete(10));
    fixture.accountSwitch().activate(fixture.caller(bob.did()));
    fixture.clock.advance(Duration.ofDays(2));
    assertEquals(0, fixture.overdue().delete(10));
    assertEquals(
        RepositoryStatus.ACTIVE, fixture.repositories.standing(bob.did()).orElseThrow().status());
  }

  @Test
  void aTakenHandleOrAddressIsNotGivenAway() {
    fixture.signedUp("alice");
    assertEquals("HandleNotAvailable", error(ALICE, goodToken()));
    SignUpRequest sameAddress =
        new SignUpRequest(
            AccountsFixture.request("alicia").handle(),
            ALICE.email(),
            ALICE.password(),
            Optional.empty(),
            "192.0.2.1");
    assertEquals("InvalidRequest", error(sameAddress, goodToken()));
  }

  @Test
  void aReservedKeyIsUsedOnce() {
    PublicKey key = fixture.reserved.reserve(Optional.of(did));
    assertEquals(key, fixture.reserved.reserve(Optional.of(did)));
    assertEquals(key, moved().account().signingKey());
    assertEquals(key, fixture.repositories.signingKey(did).orElseThrow().publicKey());
    assertNotEquals(key, fixture.reserved.reserve(Optional.of(did)));
  }

  @Test
  void aKeyThatTheIdentityNamesAlreadyIsUsed() {
    PublicKey key = fixture.reserved.reserve(Optional.empty());
    directory.submit(
        did,
        signed(
            List.of(oldRotationKey.publicKey()),
            Map.of("atproto", key.didKey()),
            List.of("at://alice.elsewhere.test"),
            Map.of()));
    SigningKey reserved = fixture.reserved.find(did, Optional.of(key)).orElseThrow().key();
    SignUpOutcome.Created created =
        assertInstanceOf(
            SignUpOutcome.Created.class,
            fixture
                .movingIn()
                .run(
                    did,
                    ALICE,
                    token(reserved, did, AccountsFixture.SERVICE.value(), CREATE_ACCOUNT)));
    assertEquals(key, created.account().signingKey());
  }

  @Test
  void anOperationThatTakesTheAccountAwayIsNotSubmitted() {
    moved();
    PlcOperation good = (PlcOperation) recommended().action();
    PlcOperations operations = fixture.plcOperations();
    Map<String, PlcService> elsewhere =
        Map.of(
            "atproto_pds", new PlcService("AtprotoPersonalDataServer", "https://elsewhere.test"));
    assertEquals(
        "Rotation keys do not include server's rotation key",
        error(
            operations.submit(
                fixture.caller(did),
                signed(
                    List.of(oldRotationKey.publicKey()),
                    good.verificationMethods(),
                    good.alsoKnownAs(),
                    good.services()))));
    assertEquals(
        "Incorrect endpoint on atproto_pds service",
        error(
            operations.submit(
                fixture.caller(did),
                signed(
                    good.rotationKeys(),
                    good.verificationMethods(),
                    good.alsoKnownAs(),
                    elsewhere))));
    assertEquals(
        "Incorrect type on atproto_pds service",
        error(
            operations.submit(
                fixture.caller(did),
                signed(
                    good.rotationKeys(),
                    good.verificationMethods(),
                    good.alsoKnownAs(),
                    Map.of()))));
    assertEquals(
        "Incorrect signing key",
        error(
            operations.submit(
                fixture.caller(did),
                signed(
                    good.rotationKeys(),
                    Map.of("atproto", oldKey.publicKey().didKey()),
                    good.alsoKnownAs(),
                    good.services()))));
    assertEquals(
        "Incorrect handle in alsoKnownAs",
        error(
            operations.submit(
                fixture.caller(did),
                signed(
                    good.rotationKeys(),
                    good.verificationMethods(),
                    List.of("at://alice.elsewhere.test"),
                    good.services()))));
    assertEquals(List.of(), fixture.announced);
  }

  @Test
  void whoMovesAwayGetsASignatureForTheMailedToken() {
    Account bob = fixture.signedUp("bob").account();
    fixture.clock.advance(Duration.ofSeconds(1));
    PlcOperations operations = fixture.plcOperations();
    Map<String, PlcService> elsewhere =
        Map.of(
            "atproto_pds", new PlcService("AtprotoPersonalDataServer", "https://elsewhere.test"));
    PlcOperations.Wish wish =
        new PlcOperations.Wish(
            Optional.of(List.of(oldRotationKey.publicKey())),
            Optional.empty(),
            Optional.of(Map.of("atproto", oldKey.publicKey().didKey())),
            Optional.of(elsewhere));
    fixture.mails().ask(fixture.caller(bob.did()), MailRequest.Kind.PLC_OPERATION);
    String token = fixture.mailed();
    assertInstanceOf(
        PlcOperations.Outcome.Refused.class,
        operations.sign(fixture.caller(bob.did()), "aaaaa-bbbbb", wish));
    SignedPlcOperation operation =
        assertInstanceOf(
                PlcOperations.Outcome.Signed.class,
                operations.sign(fixture.caller(bob.did()), token, wish))
            .operation();
    assertInstanceOf(
        PlcOperations.Outcome.Refused.class,
        operations.sign(fixture.caller(bob.did()), token, wish));
    assertEquals(true, directory.submit(bob.did(), operation));
    PlcOperation state = (PlcOperation) directory.last(bob.did()).orElseThrow().action();
    assertEquals(elsewhere, state.services());
    assertEquals(List.of("at://" + bob.handle()), state.alsoKnownAs());
    assertEquals(
        Optional.of("Server rotation key not included in PLC DID data"),
        fixture.home.problem(bob.did(), bob.signingKey()));
  }
}
