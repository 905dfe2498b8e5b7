package app.tiktoktoe.images;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.emulators.bundles.LocalCloud;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Makes the images: stages, links the runtime, trains the cache, checks, builds. Nothing is built
 * that was not checked. Prints a line per step; the last lines are {@code image NAME DIGEST}.
 */
public final class Main {
  private static final String FFMPEG = "/usr/bin/ffmpeg";
  private static final String BWRAP = "/usr/bin/bwrap";

  private final Options options;
  private final Catalogue catalogue;
  private final PrintStream out;

  private Main(Options options, Catalogue catalogue, PrintStream out) {
    this.options = options;
    this.catalogue = catalogue;
    this.out = out;
  }

  /** Exit code 1 with one line when a step fails. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    try {
      Options options = Options.parse(arguments);
      Catalogue catalogue = Catalogue.read(options.source().resolve("functions/catalogue.yaml"));
      new Main(options, catalogue, out).run();
      System.exit(0);
    } catch (IOException | RuntimeException e) {
      out.println("failed: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws IOException, InterruptedException {
    Path root = options.work().resolve("root");
    Command.run(List.of("rm", "-rf", options.work().toString()));
    Files.createDirectories(root);
    unpack(options.base(), root);
    step("staged", () -> new Staging(options.source(), catalogue).fill(app(root)));
    step("linked", () -> JavaRuntime.link(Layout.below(root, Layout.RUNTIME)));
    Sandbox sandbox = Sandbox.in(root);
    out.println(sandbox.namespaces() ? "bubblewrap" : "chroot: the root is not read-only");
    step("trained", () -> withCloud(cloud -> Training.train(catalogue, sandbox, cloud)));
    step(
        "checked",
        () ->
            withCloud(
                cloud -> new ImageCheck(catalogue, sandbox).run(cloud).forEach(out::println)));
    build("functions", options.base(), root, Map.of());
    if (options.mediaBase().isPresent()) {
      media(root, options.mediaBase().get());
    }
  }

  /** The same files on a base that has a decoder and its sandbox; they are run there as well. */
  private void media(Path trained, Path base) throws IOException, InterruptedException {
    Path root = Files.createDirectories(options.work().resolve("media-root"));
    unpack(base, root);
    for (String folder : List.of(Layout.APP, Layout.RUNTIME)) {
      Staging.copy(Layout.below(trained, folder), Layout.below(root, folder));
    }
    Sandbox sandbox = Sandbox.in(root);
    for (List<String> command : List.of(List.of(FFMPEG, "-version"), List.of(BWRAP, "--version"))) {
      String version = Command.run(sandbox.wrapped(null, command));
      out.println(version.lines().findFirst().orElseThrow());
    }
    build("media", base, root, Map.of("FFMPEG", FFMPEG, "SANDBOX", BWRAP));
  }

  private static Path app(Path root) throws IOException {
    return Files.createDirectories(Layout.below(root, Layout.APP));
  }

  private static void unpack(Path base, Path root) throws IOException, InterruptedException {
    Command.run(
        List.of(
            "tar",
            "--no-same-owner",
            "--exclude=./dev/*",
            "-xf",
            base.toString(),
            "-C",
            root.toString()));
    Privileges.refuse(root);
  }

  private void build(String name, Path base, Path root, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path archive = options.work().resolve(name + "-base.tar");
    BaseArchive.write(base, archive);
    String digest =
        new ImageBuilder(options.version())
            .build(
                archive,
                root,
                environment,
                options.target(name),
                options.work().resolve("scratch"));
    Files.delete(archive);
    Files.writeString(options.work().resolve(name + ".digest"), digest + "\n");
    out.println("image " + name + " " + digest);
  }

  private void withCloud(OnCloud action) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("images");
    try (LocalCloud cloud = LocalCloud.start(catalogue, data, System.getenv())) {
      action.run(cloud);
    } finally {
      Command.run(List.of("rm", "-rf", data.toString()));
    }
  }

  private void step(String name, Step step) throws IOException, InterruptedException {
    long start = System.nanoTime();
    step.run();
    out.println(name + " in " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  @FunctionalInterface
  private interface OnCloud {
    void run(LocalCloud cloud) throws IOException, InterruptedException;
  }
}
