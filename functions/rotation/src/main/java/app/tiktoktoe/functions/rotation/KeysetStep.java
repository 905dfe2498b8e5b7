package app.tiktoktoe.functions.rotation;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/**
 * The next keyset: its last key, which nothing was sealed with yet, becomes primary, and another
 * one is added. No key goes, for what it sealed is never sealed again.
 */
final class KeysetStep implements SingleRotation.Step {
  @Override
  public Next after(String text) {
    try {
      AeadConfig.register();
      KeysetHandle keyset =
          TinkJsonProtoKeysetFormat.parseKeyset(text, InsecureSecretKeyAccess.get());
      int last = keyset.size() - 1;
      boolean isPrepared = !keyset.getAt(last).isPrimary();
      KeysetHandle.Builder next = KeysetHandle.newBuilder(keyset);
      if (isPrepared) {
        next.getAt(last).makePrimary();
      }
      next.addEntry(
          KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
              .withRandomId());
      return new Next(
          TinkJsonProtoKeysetFormat.serializeKeyset(next.build(), InsecureSecretKeyAccess.get()),
          isPrepared);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("account-key-encryption is not a keyset", e);
    }
  }
}
