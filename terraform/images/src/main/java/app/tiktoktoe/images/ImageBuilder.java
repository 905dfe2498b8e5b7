package app.tiktoktoe.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Port;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Puts an image together from the base and the trained files, without a daemon: layers from what
 * changes least to what changes most, all times fixed, so that the same files make the same digest.
 *
 * @param version what the functions report as {@code SERVICE_VERSION}
 */
record ImageBuilder(String version) {
  private static final int PORT = 8080;
  private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");
  private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");

  /** Where an image goes. */
  sealed interface Target {
    /** A file as {@code docker save} writes it. */
    record Archive(Path file) implements Target {}

    /** A repository with its tag; credentials are those of Docker or of the environment. */
    record Registry(String reference) implements Target {}
  }

  /**
   * Builds one image.
   *
   * @param base an archive made by {@link BaseArchive}
   * @param root the folder that holds {@code /app}, trained, and {@code /opt/java}
   * @param scratch a folder for Jib's own files
   * @return its digest, {@code sha256:…}
   */
  String build(Path base, Path root, Map<String, String> environment, Target target, Path scratch)
      throws IOException, InterruptedException {
    try {
      JibContainerBuilder image =
          Jib.from(TarImage.at(base).named("base"))
              .setFormat(ImageFormat.Docker)
              .setCreationTime(Layout.STAMP)
              .setUser(Layout.USER + ":" + Layout.USER)
              .setWorkingDirectory(AbsoluteUnixPath.get(Layout.APP))
              .setEntrypoint(Layout.entrypoint())
              .setEnvironment(environment)
              .addEnvironmentVariable("SERVICE_VERSION", version)
              .addExposedPort(Port.tcp(PORT));
      for (FileEntriesLayer layer : layers(root)) {
        image.addFileEntriesLayer(layer);
      }
      JibContainer made = image.containerize(containerizer(target, scratch));
      return made.getDigest().toString();
    } catch (InvalidImageReferenceException
        | CacheDirectoryCreationException
        | RegistryException
        | ExecutionException e) {
      throw new IllegalStateException("The image was not built: " + e.getMessage(), e);
    }
  }

  private static Containerizer containerizer(Target target, Path scratch)
      throws InvalidImageReferenceException {
    Containerizer to =
        switch (target) {
          case Target.Archive(Path file) ->
              Containerizer.to(TarImage.at(file).named("functions:local")).setOfflineMode(true);
          case Target.Registry(String reference) ->
              Containerizer.to(registry(RegistryImage.named(reference), reference));
        };
    return to.setToolName("tiktoktoe")
        .setBaseImageLayersCache(scratch.resolve("base"))
        .setApplicationLayersCache(scratch.resolve("application"));
  }

  private static RegistryImage registry(RegistryImage image, String reference)
      throws InvalidImageReferenceException {
    CredentialRetrieverFactory credentials =
        CredentialRetrieverFactory.forImage(
            com.google.cloud.tools.jib.api.ImageReference.parse(reference), event -> {});
    return image
        .addCredentialRetriever(credentials.dockerConfig())
        .addCredentialRetriever(credentials.googleApplicationDefaultCredentials());
  }

  private static List<FileEntriesLayer> layers(Path root) throws IOException {
    Path app = Layout.below(root, Layout.APP);
    FileEntriesLayer.Builder runtime = layer("runtime");
    FileEntriesLayer.Builder libraries = layer("libraries");
    FileEntriesLayer.Builder functions = layer("functions");
    for (Path file : files(Layout.below(root, Layout.RUNTIME))) {
      add(runtime, root, file);
    }
    for (Path file : files(app)) {
      add(isForeign(file) ? libraries : functions, root, file);
    }
    return List.of(runtime.build(), libraries.build(), functions.build());
  }

  /**
   * Libraries of others change with a version of the root pom, everything else with each commit.
   */
  private static boolean isForeign(Path file) throws IOException {
    if (!file.toString().endsWith(".jar")) {
      return false;
    }
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.getEntry("app/tiktoktoe/") == null;
    }
  }

  private static FileEntriesLayer.Builder layer(String name) {
    return FileEntriesLayer.builder().setName(name);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  private static void add(FileEntriesLayer.Builder layer, Path root, Path file) {
    layer.addEntry(
        file,
        AbsoluteUnixPath.get("/" + root.relativize(file)),
        Files.isExecutable(file) ? EXECUTABLE : READABLE,
        Layout.STAMP);
  }
}
