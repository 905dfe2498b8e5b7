package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.cid.Base32;
import app.tiktoktoe.atproto.crypto.Sha256;
import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A password that its owner gave to one app: {@code abcd-efgh-ijkl-mnop}, 80 random bits in base32.
 * So much chance needs no slow hash: what is kept is SHA-256 of the account's DID and the password.
 *
 * @param name what its owner calls it; one of an account
 * @param digest in hexadecimal
 * @param privileged whether it also reaches private messages and the account's migration
 */
public record AppPassword(String name, String digest, boolean privileged, Instant createdAt) {
  private static final String FIELD = "appPasswords";
  private static final int RANDOM_BYTES = 10;
  private static final int GROUP_CHARS = 4;

  /** Shows no digest. */
  @Override
  public String toString() {
    return "AppPassword[" + createdAt + "]";
  }

  static String newPassword(RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base32.encode(bytes).replaceAll("(.{" + GROUP_CHARS + "})(?!$)", "$1-");
  }

  static String digest(Did did, String password) {
    byte[] salted = (did.value() + "\n" + password).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Sha256.digest(salted));
  }

  /** Compares in a time that does not tell how much is right. */
  boolean hasDigest(String other) {
    return MessageDigest.isEqual(
        digest.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
  }

  /** Those of an account's document, oldest first. */
  static List<AppPassword> read(DocumentSnapshot account) {
    return account.get(FIELD) instanceof List<?> stored
        ? stored.stream().map(entry -> read((Map<?, ?>) entry)).toList()
        : List.of();
  }

  private static AppPassword read(Map<?, ?> entry) {
    Timestamp createdAt = (Timestamp) Objects.requireNonNull(entry.get("createdAt"));
    return new AppPassword(
        String.valueOf(entry.get("name")),
        String.valueOf(entry.get("digest")),
        Boolean.TRUE.equals(entry.get("privileged")),
        Instant.ofEpochSecond(createdAt.getSeconds(), createdAt.getNanos()));
  }

  /** What of an account's document to write. */
  static Map<String, Object> fields(List<AppPassword> all) {
    return Map.of(FIELD, all.stream().map(AppPassword::entry).toList());
  }

  private Map<String, Object> entry() {
    return Map.of(
        "name",
        name,
        "digest",
        digest,
        "privileged",
        privileged,
        "createdAt",
        Documents.timestamp(createdAt));
  }
}
