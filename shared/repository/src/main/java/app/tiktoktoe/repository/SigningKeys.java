package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The opened signing keys of the accounts that wrote last on this instance. Thread-safe. */
final class SigningKeys {
  private static final int MAX_KEPT = 1_000;

  private final KeyVault vault;
  private final Map<Did, Opened> kept = new LinkedHashMap<>(16, 0.75f, true);

  SigningKeys(KeyVault vault) {
    this.vault = vault;
  }

  byte[] seal(Did did, SigningKey key) {
    if (key.curve() != Curve.K256) {
      throw new IllegalArgumentException("accounts sign on k256");
    }
    byte[] secret = key.secretBytes();
    try {
      return vault.seal(did, secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  SigningKey open(Did did, byte[] sealed) {
    @Nullable Opened opened = find(did);
    if (opened != null && Arrays.equals(opened.sealed(), sealed)) {
      return opened.key();
    }
    byte[] secret = vault.open(did, sealed);
    SigningKey key = SigningKey.fromBytes(Curve.K256, secret);
    Arrays.fill(secret, (byte) 0);
    keep(did, new Opened(sealed, key));
    return key;
  }

  private synchronized @Nullable Opened find(Did did) {
    return kept.get(did);
  }

  private synchronized void keep(Did did, Opened opened) {
    kept.put(did, opened);
    if (kept.size() > MAX_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Opened(byte[] sealed, SigningKey key) {}
}
