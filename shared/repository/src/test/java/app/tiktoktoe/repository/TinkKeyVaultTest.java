package app.tiktoktoe.repository;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Secrets;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TinkKeyVaultTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Did BOB = Did.parse("did:plc:44ybard66vv44zksje25o7dz");
  private static final byte[] SECRET = {1, 2, 3};

  private static KeyVault vault() throws GeneralSecurityException {
    String keyset = text(keyset());
    return new TinkKeyVault(name -> keyset);
  }

  private static KeysetHandle keyset() throws GeneralSecurityException {
    AeadConfig.register();
    return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
  }

  private static String text(KeysetHandle keyset) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
  }

  /** A keyset that grows: only who asks for less age sees the new one. */
  private static final class Growing implements Secrets {
    private final String latest;
    private String held;

    Growing(KeysetHandle old, KeysetHandle latest) throws GeneralSecurityException {
      this.held = TinkKeyVaultTest.text(old);
      this.latest = TinkKeyVaultTest.text(latest);
    }

    @Override
    public String text(String name) {
      return held;
    }

    @Override
    public String text(String name, Duration age) {
      held = latest;
      return held;
    }
  }

  @Test
  void opensWhatItSealedForTheSameAccountAlone() throws GeneralSecurityException {
    KeyVault vault = vault();
    byte[] sealed = vault.seal(ALICE, SECRET);
    assertArrayEquals(SECRET, vault.open(ALICE, sealed));
    assertThrows(IllegalStateException.class, () -> vault.open(BOB, sealed));
    sealed[sealed.length - 1] ^= 1;
    assertThrows(IllegalStateException.class, () -> vault.open(ALICE, sealed));
  }

  @Test
  void anotherKeyOpensNothing() throws GeneralSecurityException {
    byte[] sealed = vault().seal(ALICE, SECRET);
    KeyVault other = vault();
    assertThrows(IllegalStateException.class, () -> other.open(ALICE, sealed));
  }

  @Test
  void aKeyThatCameLaterOpensAfterAnotherLook() throws GeneralSecurityException {
    KeysetHandle old = keyset();
    KeysetHandle grown =
        KeysetHandle.newBuilder(old)
            .addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary())
            .build();
    String grownText = text(grown);
    byte[] early = new TinkKeyVault(new Growing(old, grown)).seal(ALICE, SECRET);
    byte[] late = new TinkKeyVault(name -> grownText).seal(ALICE, SECRET);
    KeyVault vault = new TinkKeyVault(new Growing(old, grown));
    assertArrayEquals(SECRET, vault.open(ALICE, early));
    assertArrayEquals(SECRET, vault.open(ALICE, late));
    assertArrayEquals(SECRET, vault.open(ALICE, early));
    assertThrows(IllegalStateException.class, () -> vault.open(BOB, late));
  }
}
