package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.ParsedSecret;
import app.tiktoktoe.cloud.Secrets;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;

/**
 * Seals with the AEAD keyset of the secret {@link #SECRET}, Tink's JSON form; the account's DID is
 * the associated data. The keyset's primary key seals, any of its keys opens. What no known key
 * opens has the keyset read again, at most every ten seconds. Thread-safe.
 */
public final class TinkKeyVault implements KeyVault {
  /** The secret that holds the keyset. */
  public static final String SECRET = "account-key-encryption";

  /** How old the known keyset is at least before an unknown key has it read again. */
  private static final Duration KNOWN_FOR = Duration.ofSeconds(10);

  private final ParsedSecret<Aead> aead;

  /** Reads nothing yet. */
  public TinkKeyVault(Secrets secrets) {
    this.aead = new ParsedSecret<>(secrets, SECRET, TinkKeyVault::parse);
  }

  @Override
  public byte[] seal(Did did, byte[] secret) {
    try {
      return aead.get().encrypt(secret, associatedData(did));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal for " + did, e);
    }
  }

  @Override
  public byte[] open(Did did, byte[] sealed) {
    Aead known = aead.get();
    try {
      return known.decrypt(sealed, associatedData(did));
    } catch (GeneralSecurityException e) {
      Aead fresh = aead.get(KNOWN_FOR);
      if (fresh.equals(known)) {
        throw unopened(did, e);
      }
      return open(fresh, did, sealed);
    }
  }

  private static byte[] open(Aead fresh, Did did, byte[] sealed) {
    try {
      return fresh.decrypt(sealed, associatedData(did));
    } catch (GeneralSecurityException e) {
      throw unopened(did, e);
    }
  }

  private static IllegalStateException unopened(Did did, GeneralSecurityException cause) {
    return new IllegalStateException("cannot open what was sealed for " + did, cause);
  }

  private static byte[] associatedData(Did did) {
    return did.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Aead parse(String text) {
    try {
      AeadConfig.register();
      return TinkJsonProtoKeysetFormat.parseKeyset(text, InsecureSecretKeyAccess.get())
          .getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(SECRET + " is not a keyset", e);
    }
  }
}
