package app.tiktoktoe.images;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Date;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Makes an image of one layer, as {@code docker save} writes it, from the tar of a root file
 * system.
 */
final class BaseArchive {
  private BaseArchive() {}

  /** Writes {@code archive} around {@code layer}. */
  static void write(Path layer, Path archive) throws IOException {
    byte[] configuration =
        configuration("sha256:" + digest(layer)).toString().getBytes(StandardCharsets.UTF_8);
    byte[] manifest = manifest().getBytes(StandardCharsets.UTF_8);
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      put(out, "config.json", configuration);
      put(out, "manifest.json", manifest);
      out.putArchiveEntry(entry("layer.tar", Files.size(layer)));
      Files.copy(layer, out);
      out.closeArchiveEntry();
    }
  }

  private static ObjectNode configuration(String layer) {
    ObjectNode image = JsonNodeFactory.instance.objectNode();
    image.put("created", Layout.STAMP.toString());
    image.put("architecture", "amd64").put("os", "linux");
    image.putObject("config");
    image.putObject("rootfs").put("type", "layers").putArray("diff_ids").add(layer);
    image.putArray("history").addObject().put("created", Layout.STAMP.toString());
    return image;
  }

  private static String manifest() {
    var manifest = JsonNodeFactory.instance.arrayNode();
    ObjectNode image = manifest.addObject().put("Config", "config.json");
    image.putArray("RepoTags").add("base:latest");
    image.putArray("Layers").add("layer.tar");
    return manifest.toString();
  }

  private static void put(TarArchiveOutputStream out, String name, byte[] bytes)
      throws IOException {
    out.putArchiveEntry(entry(name, bytes.length));
    out.write(bytes);
    out.closeArchiveEntry();
  }

  private static TarArchiveEntry entry(String name, long sizeBytes) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(sizeBytes);
    entry.setModTime(Date.from(Layout.STAMP));
    return entry;
  }

  private static String digest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digested =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digested.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
