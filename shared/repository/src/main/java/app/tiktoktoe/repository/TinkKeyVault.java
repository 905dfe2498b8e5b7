package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Secrets;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * Seals with the AEAD keyset of the secret {@link #SECRET}, Tink's JSON form; the account's DID is
 * the associated data. The keyset's primary key seals, any of its keys opens: rotate by adding one.
 * Reads the secret at the first use. Thread-safe.
 */
public final class TinkKeyVault implements KeyVault {
  /** The secret that holds the keyset. */
  public static final String SECRET = "account-key-encryption";

  private final Secrets secrets;
  private @Nullable Aead aead;

  /** Reads nothing yet. */
  public TinkKeyVault(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public byte[] seal(Did did, byte[] secret) {
    try {
      return aead().encrypt(secret, associatedData(did));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal for " + did, e);
    }
  }

  @Override
  public byte[] open(Did did, byte[] sealed) {
    try {
      return aead().decrypt(sealed, associatedData(did));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot open what was sealed for " + did, e);
    }
  }

  private static byte[] associatedData(Did did) {
    return did.toString().getBytes(StandardCharsets.UTF_8);
  }

  private synchronized Aead aead() throws GeneralSecurityException {
    if (aead == null) {
      AeadConfig.register();
      KeysetHandle keyset =
          TinkJsonProtoKeysetFormat.parseKeyset(
              secrets.text(SECRET), InsecureSecretKeyAccess.get());
      aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }
    return aead;
  }
}
