package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.plc.PlcOperation;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.emulators.plc.PlcEmulator;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rotation keys that change, against a directory that checks every signature. */
class PlcIdentitiesTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SigningKey one = NewSecrets.rotationKey(RANDOM);
  private final SigningKey two = NewSecrets.rotationKey(RANDOM);
  private final SigningKey account = NewSecrets.rotationKey(RANDOM);
  private final ChangingSecrets secrets = new ChangingSecrets();
  private PlcEmulator emulator;
  private PlcDirectory directory;

  @BeforeEach
  void start() throws Exception {
    emulator = PlcEmulator.start(new PlcEmulator.Config(0, null, InstantSource.system()));
    directory = new HttpPlcDirectory(emulator.endpoint());
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  private PlcIdentities identities() {
    return new PlcIdentities(secrets, directory, URI.create("https://tiktoktoe.test"));
  }

  private void hold(SigningKey current, SigningKey... older) {
    secrets.put(
        AccountSecrets.PLC_ROTATION_KEY,
        new PlcRotationKeys(current, Optional.empty(), List.of(older)).text());
  }

  private SignedPlcOperation genesis(PlcIdentities identities) {
    return identities.genesis(
        Handle.parse("alice.tiktoktoe.test"), account.publicKey(), Optional.empty());
  }

  private static List<?> rotationKeys(SignedPlcOperation genesis) {
    return ((PlcOperation) genesis.action()).rotationKeys();
  }

  @Test
  void aNewIdentityGetsTheCurrentKey() {
    hold(two, one);
    PlcIdentities identities = identities();
    SignedPlcOperation genesis = genesis(identities);
    assertEquals(List.of(two.publicKey()), rotationKeys(genesis));
    assertTrue(identities.publish(genesis));
  }

  @Test
  void anIdentityOfAnOlderKeyIsEndedWithThatKey() {
    hold(one);
    SignedPlcOperation genesis = genesis(identities());
    assertTrue(identities().publish(genesis));
    hold(two, one);
    assertTrue(identities().bury(genesis));
  }

  @Test
  void anIdentityOfANewerKeyIsEndedByWhoHeldOnlyTheOlder() {
    hold(one);
    PlcIdentities lagging = identities();
    genesis(lagging);
    ChangingSecrets ahead = new ChangingSecrets();
    String rotated = new PlcRotationKeys(two, Optional.empty(), List.of(one)).text();
    ahead.put(AccountSecrets.PLC_ROTATION_KEY, rotated);
    SignedPlcOperation genesis =
        genesis(new PlcIdentities(ahead, directory, URI.create("https://tiktoktoe.test")));
    secrets.put(AccountSecrets.PLC_ROTATION_KEY, rotated);
    assertTrue(lagging.bury(genesis));
  }

  @Test
  void anIdentityOfAStrangersKeyIsNotEnded() {
    hold(one);
    SignedPlcOperation genesis = genesis(identities());
    ChangingSecrets other = new ChangingSecrets();
    other.put(
        AccountSecrets.PLC_ROTATION_KEY,
        new PlcRotationKeys(two, Optional.empty(), List.of()).text());
    PlcIdentities stranger = new PlcIdentities(other, directory, URI.create("https://x.test"));
    assertThrows(IllegalStateException.class, () -> stranger.bury(genesis));
  }
}
