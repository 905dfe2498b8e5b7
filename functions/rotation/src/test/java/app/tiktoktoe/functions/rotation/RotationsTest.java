package app.tiktoktoe.functions.rotation;

import static app.tiktoktoe.accounts.AccountSecrets.ACCOUNT_KEY_ENCRYPTION;
import static app.tiktoktoe.accounts.AccountSecrets.PLC_ROTATION_KEY;
import static app.tiktoktoe.accounts.AccountSecrets.SESSION_SIGNING_KEY;
import static app.tiktoktoe.accounts.AccountSecrets.SESSION_VERIFICATION_KEYS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.accounts.NewSecrets;
import app.tiktoktoe.accounts.PlcRotationKeys;
import app.tiktoktoe.accounts.SessionSigningKeys;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.functions.rotation.Rotation.Outcome;
import app.tiktoktoe.repository.TinkKeyVault;
import app.tiktoktoe.testkit.MutableClock;
import com.google.cloud.secretmanager.v1.SecretVersion.State;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RotationsTest {
  private static final Did ALICE = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final Duration QUARTER = Duration.ofDays(90);

  private final MutableClock clock = new MutableClock();
  private TestSecretManager manager;
  private Map<String, Rotation> rotations;

  @BeforeEach
  void start() throws Exception {
    manager = new TestSecretManager(clock);
    rotations = RotationWiring.rotations(manager.versions, clock, new SecureRandom());
  }

  @AfterEach
  void stop() {
    manager.close();
  }

  private Outcome rotate(String name) {
    return Objects.requireNonNull(rotations.get(name)).run();
  }

  private Outcome rotateLater(String name) {
    clock.advance(QUARTER);
    return rotate(name);
  }

  private SessionSigningKeys signing() {
    return SessionSigningKeys.parse(manager.text(SESSION_SIGNING_KEY));
  }

  private String signer() {
    return signing().current().getKeyID();
  }

  private String prepared() {
    return signing().next().orElseThrow().getKeyID();
  }

  private JWKSet verification() throws ParseException {
    return JWKSet.parse(manager.text(SESSION_VERIFICATION_KEYS));
  }

  private Set<String> known() throws ParseException {
    return verification().getKeys().stream().map(key -> key.getKeyID()).collect(Collectors.toSet());
  }

  private PlcRotationKeys plc() {
    return PlcRotationKeys.parse(manager.text(PLC_ROTATION_KEY));
  }

  private static String hex(SigningKey key) {
    return HexFormat.of().formatHex(key.secretBytes());
  }

  @Test
  void thePreparedKeySignsAndWasKnownBefore() throws ParseException {
    manager.seed();
    String first = signer();
    String second = prepared();
    assertTrue(known().contains(second));
    assertEquals(Outcome.ROTATED, rotate(SESSION_SIGNING_KEY));
    assertEquals(second, signer());
    assertEquals(Set.of(first, second, prepared()), known());
    assertFalse(verification().containsNonPublicKeys());
    String third = prepared();
    assertEquals(Outcome.ROTATED, rotateLater(SESSION_SIGNING_KEY));
    assertEquals(third, signer());
  }

  @Test
  void aKeyThatSignsNoMoreStaysAsLongAsItsTokensLive() throws ParseException {
    manager.seed();
    String first = signer();
    rotate(SESSION_SIGNING_KEY);
    clock.advance(VerificationKeys.NEEDED_FOR.minusSeconds(1));
    assertEquals(Outcome.UNCHANGED, rotate(SESSION_VERIFICATION_KEYS));
    assertTrue(known().contains(first));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(Outcome.ROTATED, rotate(SESSION_VERIFICATION_KEYS));
    assertEquals(Set.of(signer(), prepared()), known());
    assertEquals(Outcome.UNCHANGED, rotate(SESSION_VERIFICATION_KEYS));
  }

  @Test
  void theSameNoticeAgainChangesNothing() {
    manager.seed();
    for (String name : List.of(SESSION_SIGNING_KEY, PLC_ROTATION_KEY, ACCOUNT_KEY_ENCRYPTION)) {
      assertEquals(Outcome.ROTATED, rotate(name), name);
      String text = manager.text(name);
      clock.advance(Duration.ofHours(23));
      assertEquals(Outcome.RECENT, rotate(name), name);
      assertEquals(text, manager.text(name), name);
      assertEquals(2, manager.number(name), name);
    }
  }

  @Test
  void whatABrokenRunLeftBehindGoesByItself() throws ParseException {
    manager.seed();
    String first = signer();
    SecretVersions breaking = new Breaking(manager.versions, SESSION_SIGNING_KEY);
    Rotation broken = new SessionKeyRotation(breaking, clock, new SecureRandom());
    assertThrows(IllegalStateException.class, broken::run);
    assertEquals(first, signer());
    assertEquals(3, known().size());
    clock.advance(Duration.ofDays(20));
    assertEquals(Outcome.ROTATED, rotate(SESSION_SIGNING_KEY));
    assertTrue(known().contains(first), "its tokens live from now on, not from the broken run");
    clock.advance(VerificationKeys.NEEDED_FOR);
    rotate(SESSION_VERIFICATION_KEYS);
    assertEquals(Set.of(signer(), prepared()), known());
  }

  /** Versions of one secret cannot be added. */
  private record Breaking(SecretVersions versions, String broken) implements SecretVersions {
    @Override
    public Optional<Version> latest(String name) {
      return versions.latest(name);
    }

    @Override
    public void add(String name, String text) {
      if (name.equals(broken)) {
        throw new IllegalStateException("broken");
      }
      versions.add(name, text);
    }

    @Override
    public void disableOld(String name) {
      versions.disableOld(name);
    }
  }

  @Test
  void aKeyThatVerifiersDoNotKnowIsPublishedAndDoesNotSignYet() throws ParseException {
    manager.seed();
    String first = signer();
    String second = prepared();
    manager.versions.add(SESSION_VERIFICATION_KEYS, new JWKSet(signing().current()).toString(true));
    assertEquals(Outcome.TOO_EARLY, rotate(SESSION_SIGNING_KEY));
    assertEquals(first, signer());
    assertEquals(Set.of(first, second), known());
    clock.advance(VerificationKeys.KNOWN_AFTER.minusSeconds(1));
    assertEquals(Outcome.TOO_EARLY, rotate(SESSION_SIGNING_KEY));
    assertEquals(3, manager.number(SESSION_VERIFICATION_KEYS));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(Outcome.ROTATED, rotate(SESSION_SIGNING_KEY));
    assertEquals(second, signer());
  }

  @Test
  void aSigningKeyAloneGetsANextOneFirst() throws ParseException {
    manager.createAll();
    RSAKey alone = NewSecrets.sessionKey(new SecureRandom());
    manager.versions.add(SESSION_SIGNING_KEY, alone.toJSONString());
    manager.versions.add(SESSION_VERIFICATION_KEYS, new JWKSet(alone).toString(true));
    assertEquals(Outcome.PREPARED, rotate(SESSION_SIGNING_KEY));
    assertEquals(alone.getKeyID(), signer());
    assertEquals(Set.of(alone.getKeyID(), prepared()), known());
    String next = prepared();
    assertEquals(Outcome.ROTATED, rotateLater(SESSION_SIGNING_KEY));
    assertEquals(next, signer());
  }

  @Test
  void newIdentitiesGetThePreparedPlcKeyAndOldOnesKeepTheirs() {
    manager.seed();
    SigningKey first = plc().current();
    SigningKey second = plc().next().orElseThrow();
    assertEquals(Outcome.ROTATED, rotate(PLC_ROTATION_KEY));
    assertEquals(hex(second), hex(plc().current()));
    SigningKey third = plc().next().orElseThrow();
    assertEquals(Outcome.ROTATED, rotateLater(PLC_ROTATION_KEY));
    assertEquals(hex(third), hex(plc().current()));
    assertEquals(
        List.of(hex(second), hex(first)), plc().older().stream().map(key -> hex(key)).toList());
  }

  @Test
  void aPlcKeyAloneGetsANextOneFirst() {
    manager.createAll();
    SigningKey alone = NewSecrets.rotationKey(new SecureRandom());
    manager.versions.add(PLC_ROTATION_KEY, hex(alone));
    assertEquals(Outcome.PREPARED, rotate(PLC_ROTATION_KEY));
    assertEquals(hex(alone), hex(plc().current()));
    assertEquals(Outcome.ROTATED, rotateLater(PLC_ROTATION_KEY));
    assertEquals(List.of(hex(alone)), plc().older().stream().map(key -> hex(key)).toList());
  }

  @Test
  void whatWasSealedBeforeOpensAfterAndTheOtherWayRound() {
    manager.seed();
    TinkKeyVault before = vault();
    byte[] secret = {1, 2, 3};
    byte[] early = before.seal(ALICE, secret);
    assertEquals(Outcome.ROTATED, rotate(ACCOUNT_KEY_ENCRYPTION));
    TinkKeyVault after = vault();
    byte[] late = after.seal(ALICE, secret);
    assertArrayEquals(secret, after.open(ALICE, early));
    assertArrayEquals(secret, before.open(ALICE, late), "the key was known a rotation earlier");
    assertNotEquals(keyId(early), keyId(late));
    rotateLater(ACCOUNT_KEY_ENCRYPTION);
    rotateLater(ACCOUNT_KEY_ENCRYPTION);
    assertArrayEquals(secret, vault().open(ALICE, early));
    assertArrayEquals(secret, vault().open(ALICE, late));
  }

  /** A vault that has read the secret and never reads it again. */
  private TinkKeyVault vault() {
    String text = manager.text(ACCOUNT_KEY_ENCRYPTION);
    return new TinkKeyVault(name -> text);
  }

  /** The key that Tink names at the start of what it sealed. */
  private static int keyId(byte[] sealed) {
    return ByteBuffer.wrap(sealed, 1, 4).getInt();
  }

  @Test
  void aKeysetOfOneKeyGetsANextOneFirst() throws GeneralSecurityException {
    manager.createAll();
    KeysetHandle alone = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    manager.versions.add(
        ACCOUNT_KEY_ENCRYPTION,
        TinkJsonProtoKeysetFormat.serializeKeyset(alone, InsecureSecretKeyAccess.get()));
    int key = keyId(vault().seal(ALICE, new byte[1]));
    assertEquals(Outcome.PREPARED, rotate(ACCOUNT_KEY_ENCRYPTION));
    assertEquals(key, keyId(vault().seal(ALICE, new byte[1])));
    assertEquals(Outcome.ROTATED, rotateLater(ACCOUNT_KEY_ENCRYPTION));
    assertNotEquals(key, keyId(vault().seal(ALICE, new byte[1])));
  }

  @Test
  void theNewestTwoVersionsStayEnabledAndNoneIsDestroyed() {
    manager.seed();
    for (String name : List.of(SESSION_SIGNING_KEY, PLC_ROTATION_KEY, ACCOUNT_KEY_ENCRYPTION)) {
      rotateLater(name);
      assertEquals(List.of(State.ENABLED, State.ENABLED), manager.states(name), name);
      rotateLater(name);
      rotateLater(name);
      assertEquals(
          List.of(State.DISABLED, State.DISABLED, State.ENABLED, State.ENABLED),
          manager.states(name),
          name);
    }
  }

  @Test
  void aSecretWithoutVersionsGetsItsFirst() throws ParseException {
    manager.createAll();
    assertEquals(Outcome.TOO_EARLY, rotate(SESSION_VERIFICATION_KEYS));
    assertEquals(Outcome.CREATED, rotate(SESSION_SIGNING_KEY));
    assertEquals(Outcome.CREATED, rotate(PLC_ROTATION_KEY));
    assertEquals(Outcome.CREATED, rotate(ACCOUNT_KEY_ENCRYPTION));
    assertEquals(Set.of(signer(), prepared()), known());
    assertTrue(plc().next().isPresent());
    vault().seal(ALICE, new byte[1]);
  }

  @Test
  void aSecretThatMakesNoSenseIsNotReplaced() {
    manager.createAll();
    for (String name : List.of(SESSION_SIGNING_KEY, PLC_ROTATION_KEY, ACCOUNT_KEY_ENCRYPTION)) {
      manager.versions.add(name, "nonsense");
      assertThrows(RuntimeException.class, () -> rotate(name), name);
      assertEquals(1, manager.number(name), name);
    }
  }
}
