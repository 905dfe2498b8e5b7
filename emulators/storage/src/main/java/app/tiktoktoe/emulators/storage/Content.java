package app.tiktoktoe.emulators.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on disk that are about to become an object.
 *
 * @param crc32c base64 of the big-endian checksum
 * @param md5Hash base64, or null for a composed object, which has none
 */
record Content(Path file, long sizeBytes, String crc32c, @Nullable String md5Hash) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Copies a stream into a new file of the directory; leaves no file behind when that fails. */
  static Content receive(InputStream in, Path directory) throws IOException {
    Path file = Files.createTempFile(directory, "content", null);
    try (OutputStream out = Files.newOutputStream(file)) {
      return copy(in, out, file);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Computes the checksums of a file that is already complete. */
  static Content of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return copy(in, OutputStream.nullOutputStream(), file);
    }
  }

  Content withoutMd5() {
    return new Content(file, sizeBytes, crc32c, null);
  }

  private static Content copy(InputStream in, OutputStream out, Path file) throws IOException {
    CRC32C crc = new CRC32C();
    MessageDigest md5 = md5();
    byte[] buffer = new byte[BUFFER_BYTES];
    long size = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      crc.update(buffer, 0, n);
      md5.update(buffer, 0, n);
      size += n;
    }
    return new Content(file, size, base64(crc), Base64.getEncoder().encodeToString(md5.digest()));
  }

  static String base64(CRC32C crc) {
    int value = (int) crc.getValue();
    byte[] bytes = {
      (byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value
    };
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
