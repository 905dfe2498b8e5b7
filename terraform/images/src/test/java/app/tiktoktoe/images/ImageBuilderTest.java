package app.tiktoktoe.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBuilderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path root;

  @BeforeEach
  void files() throws IOException {
    root = folder.resolve("root");
    Files.createDirectories(root.resolve("app/libs"));
    Files.createDirectories(root.resolve("opt/java/bin"));
    Files.writeString(root.resolve("app/functions.aot"), "cache");
    Files.writeString(root.resolve("app/java.args"), "-cp x");
    Files.setPosixFilePermissions(
        Files.writeString(root.resolve("opt/java/bin/java"), "java"),
        PosixFilePermissions.fromString("rwxr-xr-x"));
    BaseArchive.write(Files.write(folder.resolve("layer.tar"), new byte[10240]), base());
  }

  @Test
  void theSameFilesMakeTheSameDigest() throws Exception {
    String digest = build("one");
    Files.setLastModifiedTime(
        root.resolve("app/java.args"), FileTime.from(Instant.parse("2020-02-02T02:02:02Z")));
    assertEquals(digest, build("two"));
    Files.writeString(root.resolve("app/java.args"), "-cp y");
    assertNotEquals(digest, build("three"));
  }

  @Test
  void runsAsNobodyWithTheTrainedCommandLine() throws Exception {
    build("image");
    JsonNode configuration = JSON.readTree(configuration());
    JsonNode config = configuration.path("config");
    assertEquals("65532:65532", config.path("User").asText());
    assertEquals("/app", config.path("WorkingDir").asText());
    assertEquals(JSON.valueToTree(Layout.entrypoint()), config.path("Entrypoint"));
    assertTrue(JSON.convertValue(config.path("Env"), List.class).contains("SERVICE_VERSION=v1"));
    assertEquals(Layout.STAMP, Instant.parse(configuration.path("created").asText()));
  }

  @Test
  void everyFileHasTheOneTimeAndNobodyMayWriteIt() throws Exception {
    build("image");
    Map<String, TarArchiveEntry> files = files("image");
    assertTrue(files.keySet().contains("app/functions.aot"), files::toString);
    for (TarArchiveEntry file : files.values()) {
      assertEquals(Layout.STAMP, file.getLastModifiedTime().toInstant(), file.getName());
      assertEquals(0, file.getLongUserId(), file.getName());
      int mode = file.getName().endsWith("bin/java") || file.isDirectory() ? 0755 : 0644;
      assertEquals(mode, file.getMode() & 07777, file.getName());
    }
  }

  @Test
  void aFileThatRunsAsSomeoneElseIsRefused() throws Exception {
    Privileges.refuse(root);
    Files.setAttribute(root.resolve("opt/java/bin/java"), "unix:mode", 0104755);
    var refused = assertThrows(IllegalStateException.class, () -> Privileges.refuse(root));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("/opt/java/bin/java"), refused::toString);
  }

  private Path base() {
    return folder.resolve("base.tar");
  }

  private String build(String name) throws Exception {
    return new ImageBuilder("v1")
        .build(
            base(),
            root,
            Map.of(),
            new ImageBuilder.Target.Archive(folder.resolve(name + ".tar")),
            folder.resolve("scratch-" + name));
  }

  private byte[] configuration() throws IOException {
    Map<String, byte[]> entries = entries("image");
    String name = JSON.readTree(entries.get("manifest.json")).path(0).path("Config").asText();
    return Objects.requireNonNull(entries.get(name));
  }

  private Map<String, TarArchiveEntry> files(String name) throws IOException {
    Map<String, TarArchiveEntry> files = new TreeMap<>();
    Map<String, byte[]> entries = entries(name);
    for (JsonNode layer : JSON.readTree(entries.get("manifest.json")).path(0).path("Layers")) {
      byte[] bytes = Objects.requireNonNull(entries.get(layer.asText()));
      try (TarArchiveInputStream in =
          new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
        for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
          if (!e.isDirectory()) {
            files.put(e.getName(), e);
          }
        }
      }
    }
    return files;
  }

  private Map<String, byte[]> entries(String name) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(Files.newInputStream(folder.resolve(name + ".tar")))) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        entries.put(e.getName(), in.readAllBytes());
      }
    }
    return entries;
  }
}
