package app.tiktoktoe.emulators.bundles;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is in the bundles, and what is not. */
class BundleContentIT {
  private static final LocalDateTime STAMP = LocalDateTime.of(2026, 1, 1, 0, 0);
  private static final Pattern NOT_DEPLOYED =
      Pattern.compile(
          "(junit|mockito|jqwik|archunit|jazzer|opentest4j|byte-buddy|jave-|java-function-invoker).*");
  private static final Pattern FOREIGN =
      Pattern.compile("app/tiktoktoe/(testkit|emulators|canary|images|launcher|bench)/.*");

  static Stream<Bundle> bundles() throws IOException {
    return Tree.bundles();
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void holdsItsEntryClassAndNoOtherFunction(Bundle bundle) throws IOException {
    String mine = "app/tiktoktoe/functions/" + bundle.function().name() + "/";
    try (JarFile jar = new JarFile(bundle.folder().resolve("function.jar").toFile())) {
      String entry = bundle.function().entryClass().replace('.', '/') + ".class";
      assertNotNull(jar.getEntry(entry), entry);
    }
    Set<String> others = new TreeSet<>();
    for (Path jar : jars(bundle)) {
      try (JarFile opened = new JarFile(jar.toFile())) {
        opened.stream()
            .map(ZipEntry::getName)
            .filter(name -> isForeign(name, mine))
            .forEach(others::add);
      }
    }
    assertEquals(Set.of(), others);
  }

  private static boolean isForeign(String name, String mine) {
    boolean function = name.startsWith("app/tiktoktoe/functions/") && name.endsWith(".class");
    return FOREIGN.matcher(name).matches()
        || (function && !name.startsWith(mine))
        || name.contains("nativebin");
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void holdsTheLibrariesOfItsManifestAndNoneForTests(Bundle bundle) throws IOException {
    Set<String> named;
    try (JarFile jar = new JarFile(bundle.folder().resolve("function.jar").toFile())) {
      String path = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      named = Stream.of(path.split(" ")).collect(toCollection(TreeSet::new));
    }
    Set<String> there = new TreeSet<>();
    for (Path jar : libs(bundle)) {
      there.add("libs/" + jar.getFileName());
    }
    assertEquals(named, there, "libs/ is not what the manifest names; was it built from clean?");
    assertEquals(
        "",
        there.stream()
            .filter(name -> NOT_DEPLOYED.matcher(name.substring("libs/".length())).matches())
            .collect(joining(" ")));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void isZippedInOrderAndWithoutTheTime(Bundle bundle) throws IOException {
    String name = bundle.function().name();
    List<String> zipped = new ArrayList<>();
    try (ZipFile zip =
        new ZipFile(Tree.ROOT.resolve("functions/" + name + "/target/" + name + ".zip").toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
        assertEquals(STAMP, entry.getTimeLocal(), entry.getName());
        zipped.add(entry.getName());
        try (InputStream in = zip.getInputStream(entry)) {
          assertEquals(
              hash(bundle.folder().resolve(entry.getName())), hash(in.readAllBytes()), () -> name);
        }
      }
    }
    List<String> expected = new ArrayList<>(List.of("function.jar"));
    libs(bundle).stream().map(jar -> "libs/" + jar.getFileName()).sorted().forEach(expected::add);
    assertEquals(expected, zipped);
  }

  @Test
  void shareEveryLibraryByteForByte() throws IOException {
    Map<String, Set<String>> hashes = new TreeMap<>();
    for (Bundle bundle : Tree.bundles().toList()) {
      for (Path jar : libs(bundle)) {
        hashes
            .computeIfAbsent(String.valueOf(jar.getFileName()), _ -> new TreeSet<>())
            .add(hash(jar));
      }
    }
    hashes.values().removeIf(found -> found.size() == 1);
    assertEquals(Map.of(), hashes);
    Map<String, Set<String>> versions = new TreeMap<>();
    for (Bundle bundle : Tree.bundles().toList()) {
      for (Path jar : libs(bundle)) {
        String file = String.valueOf(jar.getFileName());
        String artifact = file.replaceFirst("-[0-9][0-9A-Za-z.-]*\\.jar$", "");
        versions.computeIfAbsent(artifact, _ -> new TreeSet<>()).add(file);
      }
    }
    versions.values().removeIf(found -> found.size() == 1);
    assertEquals(Map.of(), versions, "one class path cannot hold two versions");
  }

  private static List<Path> jars(Bundle bundle) throws IOException {
    List<Path> jars = new ArrayList<>(libs(bundle));
    jars.add(bundle.folder().resolve("function.jar"));
    return jars;
  }

  private static List<Path> libs(Bundle bundle) throws IOException {
    try (Stream<Path> files = Files.list(bundle.folder().resolve("libs"))) {
      return files.sorted().toList();
    }
  }

  private static String hash(Path file) throws IOException {
    return hash(Files.readAllBytes(file));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
