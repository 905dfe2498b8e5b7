package app.tiktoktoe.emulators.secretmanager;

import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.ByteString;
import java.util.List;

/** A secret and its versions; version n is at index n - 1, for a number is never used again. */
record StoredSecret(Secret secret, List<Version> versions) {
  StoredSecret {
    versions = List.copyOf(versions);
  }

  /** A version and its bytes, which are empty once it was destroyed. */
  record Version(SecretVersion version, ByteString data) {}
}
