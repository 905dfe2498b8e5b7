package app.tiktoktoe.functions.rotation;

import app.tiktoktoe.accounts.NewSecrets;
import app.tiktoktoe.accounts.PlcRotationKeys;
import app.tiktoktoe.atproto.crypto.SigningKey;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.Stream;

/** The next PLC rotation keys: new identities get the prepared key, older ones keep theirs. */
final class PlcKeyStep implements SingleRotation.Step {
  private final SecureRandom random;

  PlcKeyStep(SecureRandom random) {
    this.random = random;
  }

  @Override
  public Next after(String text) {
    PlcRotationKeys keys = PlcRotationKeys.parse(text);
    Optional<SigningKey> fresh = Optional.of(NewSecrets.rotationKey(random));
    PlcRotationKeys next =
        keys.next()
            .map(
                promoted ->
                    new PlcRotationKeys(
                        promoted,
                        fresh,
                        Stream.concat(Stream.of(keys.current()), keys.older().stream()).toList()))
            .orElseGet(() -> new PlcRotationKeys(keys.current(), fresh, keys.older()));
    return new Next(next.text(), keys.next().isPresent());
  }
}
