package app.tiktoktoe.emulators.google;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the jars of the official emulators: from {@code FIRESTORE_EMULATOR_JAR} and {@code
 * PUBSUB_EMULATOR_HOME}, else in an installed Google Cloud SDK ({@code CLOUDSDK_ROOT_DIR}, the home
 * of the {@code gcloud} on {@code PATH}, the usual folders). Immutable; reads the disk at each
 * call.
 */
public final class EmulatorLocator {
  private static final String FIRESTORE_JAR =
      "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar";
  private static final String PUBSUB_HOME = "platform/pubsub-emulator";

  private final Map<String, String> environment;
  private final List<Path> usualFolders;

  /** A locator over the given environment variables and this machine's usual folders. */
  public EmulatorLocator(Map<String, String> environment) {
    this(environment, usualFolders(environment.getOrDefault("HOME", "/root")));
  }

  EmulatorLocator(Map<String, String> environment, List<Path> usualFolders) {
    this.environment = Map.copyOf(environment);
    this.usualFolders = List.copyOf(usualFolders);
  }

  private static List<Path> usualFolders(String home) {
    return List.of(
        Path.of("/usr/lib/google-cloud-sdk"),
        Path.of("/usr/share/google-cloud-sdk"),
        Path.of("/usr/local/google-cloud-sdk"),
        Path.of("/usr/local/share/google-cloud-sdk"),
        Path.of("/opt/google-cloud-sdk"),
        Path.of("/opt/homebrew/share/google-cloud-sdk"),
        Path.of("/snap/google-cloud-sdk/current"),
        Path.of(home, "google-cloud-sdk"));
  }

  /**
   * The Firestore emulator's jar.
   *
   * @throws EmulatorMissingException when there is none, or the variable names no file
   */
  public Path firestoreJar() {
    String given = environment.get("FIRESTORE_EMULATOR_JAR");
    if (given != null) {
      return existing(Path.of(given), "FIRESTORE_EMULATOR_JAR");
    }
    return inSdk(FIRESTORE_JAR)
        .orElseThrow(
            () -> missing("Firestore", "cloud-firestore-emulator", "FIRESTORE_EMULATOR_JAR"));
  }

  /**
   * The Pub/Sub emulator's jar, which has a manifest.
   *
   * @throws EmulatorMissingException when there is none, or the variable names no emulator
   */
  public Path pubSubJar() {
    String given = environment.get("PUBSUB_EMULATOR_HOME");
    Path home =
        given != null
            ? existing(Path.of(given), "PUBSUB_EMULATOR_HOME")
            : inSdk(PUBSUB_HOME)
                .orElseThrow(() -> missing("Pub/Sub", "pubsub-emulator", "PUBSUB_EMULATOR_HOME"));
    return pubSubJarIn(home.resolve("lib"))
        .orElseThrow(
            () ->
                new EmulatorMissingException(
                    "No cloud-pubsub-emulator-*.jar in " + home.resolve("lib")));
  }

  private static Optional<Path> pubSubJarIn(Path lib) {
    if (!Files.isDirectory(lib)) {
      return Optional.empty();
    }
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(lib, "cloud-pubsub-emulator-*.jar")) {
      found.forEach(jars::add);
    } catch (IOException e) {
      throw new EmulatorStartException("Cannot read " + lib + ": " + e.getMessage(), e);
    }
    return jars.stream().max(Path::compareTo);
  }

  private static Path existing(Path path, String variable) {
    if (!Files.exists(path)) {
      throw new EmulatorMissingException(variable + " names " + path + ", which does not exist");
    }
    return path;
  }

  private Optional<Path> inSdk(String part) {
    return sdkFolders().stream()
        .map(folder -> folder.resolve(part))
        .filter(Files::exists)
        .findFirst();
  }

  private List<Path> sdkFolders() {
    List<Path> folders = new ArrayList<>();
    String root = environment.get("CLOUDSDK_ROOT_DIR");
    if (root != null) {
      folders.add(Path.of(root));
    }
    Path onPath = sdkOfGcloud(environment.getOrDefault("PATH", ""));
    if (onPath != null) {
      folders.add(onPath);
    }
    folders.addAll(usualFolders);
    return folders;
  }

  private static @Nullable Path sdkOfGcloud(String searchPath) {
    for (String folder : searchPath.split(":", -1)) {
      Path gcloud = Path.of(folder, "gcloud");
      if (!folder.isEmpty() && Files.isExecutable(gcloud)) {
        return homeOf(gcloud);
      }
    }
    return null;
  }

  private static @Nullable Path homeOf(Path gcloud) {
    try {
      Path bin = gcloud.toRealPath().getParent();
      return bin == null ? null : bin.getParent();
    } catch (IOException e) {
      throw new EmulatorStartException("Cannot follow " + gcloud + ": " + e.getMessage(), e);
    }
  }

  private static EmulatorMissingException missing(String name, String component, String variable) {
    return new EmulatorMissingException(
        "No %s emulator found: run `gcloud components install %s` (or the package google-cloud-cli-%s), or set %s"
            .formatted(
                name, component, component.replace("cloud-firestore", "firestore"), variable));
  }
}
