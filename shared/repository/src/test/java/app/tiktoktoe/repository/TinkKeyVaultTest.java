package app.tiktoktoe.repository;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;

class TinkKeyVaultTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Did BOB = Did.parse("did:plc:44ybard66vv44zksje25o7dz");
  private static final byte[] SECRET = {1, 2, 3};

  private static KeyVault vault() throws GeneralSecurityException {
    AeadConfig.register();
    String keyset =
        TinkJsonProtoKeysetFormat.serializeKeyset(
            KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
            InsecureSecretKeyAccess.get());
    return new TinkKeyVault(name -> keyset);
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
}
