package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes clips, and looks at what became of them, with the ffmpeg of the machine or of the tests.
 */
final class Clips {
  static final Path FFMPEG = find();

  private static final boolean BUBBLEWRAP = bubblewrapWorks();
  private static final String BUNDLED = "ws/schild/jave/nativebin/ffmpeg-amd64";

  private Clips() {}

  private static Path find() {
    Stream<String> folders =
        Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"));
    return Optional.ofNullable(System.getenv("FFMPEG"))
        .map(Path::of)
        .or(
            () ->
                folders
                    .filter(folder -> folder.startsWith("/"))
                    .map(folder -> Path.of(folder, "ffmpeg"))
                    .filter(Files::isExecutable)
                    .findFirst())
        .orElseGet(Clips::unpack);
  }

  static boolean hasBubblewrap() {
    return BUBBLEWRAP;
  }

  private static boolean bubblewrapWorks() {
    try {
      return new ProcessBuilder(
                  Bubblewrap.USUAL.toString(), "--unshare-user", "--ro-bind", "/", "/", "true")
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The function's own, locked in as in the cloud where bubblewrap works. */
  static Ffmpeg ffmpeg() {
    return new Ffmpeg(FFMPEG, BUBBLEWRAP ? new Bubblewrap(Bubblewrap.USUAL) : new ShellLimits());
  }

  private static Path unpack() {
    try (InputStream in = Clips.class.getClassLoader().getResourceAsStream(BUNDLED)) {
      if (in == null) {
        throw new AssertionError("no ffmpeg: set FFMPEG, or install it");
      }
      Path file = Files.createTempFile("ffmpeg", "");
      file.toFile().deleteOnExit();
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      if (!file.toFile().setExecutable(true)) {
        throw new AssertionError(file + " cannot be made executable");
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs ffmpeg on files that are trusted; returns what it said. */
  static String run(Path folder, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(FFMPEG.toString(), "-hide_banner", "-nostdin"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new AssertionError(command + "\n" + said);
    }
    return said;
  }

  /** Makes {@code name} of test pictures, with the options in {@code line}. */
  static byte[] make(Path folder, String name, String line) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-v", "error", "-y"));
    arguments.addAll(List.of(line.strip().split(" +")));
    arguments.add(name);
    run(folder, arguments);
    return Files.readAllBytes(folder.resolve(name));
  }

  /** Decodes a file wholly and strictly; returns how many pictures it has. */
  static int frames(Path file) throws Exception {
    String said =
        run(
            Path.of("/"),
            List.of(
                "-xerror",
                "-i",
                file.toAbsolutePath().toString(),
                "-map",
                "0",
                "-f",
                "null",
                "-progress",
                "pipe:1",
                "-nostats",
                "/dev/null"));
    return said.lines()
        .filter(line -> line.matches("frame=\\d+"))
        .mapToInt(line -> Integer.parseInt(line.substring("frame=".length())))
        .max()
        .orElse(0);
  }

  /**
   * A packet as it is stored.
   *
   * @param seconds when it is shown
   * @param key whether decoding can begin with it
   */
  record Packet(double seconds, boolean key) {}

  /** The packets of the pictures, in the order of their presentation. */
  static List<Packet> packets(Path file) throws Exception {
    String path = file.toAbsolutePath().toString();
    String said =
        run(
            Path.of("/"),
            List.of(
                "-v", "error", "-i", path, "-map", "0:v:0", "-c", "copy", "-f", "framecrc", "-"));
    double tick = 0;
    List<Packet> packets = new ArrayList<>();
    for (String line : said.lines().toList()) {
      if (line.startsWith("#tb 0:")) {
        tick = FrameRates.value(line.substring("#tb 0:".length()).strip());
      } else if (!line.startsWith("#")) {
        String[] fields = line.split(", *", -1);
        packets.add(new Packet(Long.parseLong(fields[2].strip()) * tick, !line.contains("F=0x0")));
      }
    }
    return packets.stream().sorted(Comparator.comparingDouble(Packet::seconds)).toList();
  }

  /** What ffmpeg says of a file: its streams and all their metadata. */
  static String describe(Path file) throws Exception {
    String path = file.toAbsolutePath().toString();
    return run(Path.of("/"), List.of("-i", path, "-map", "0", "-c", "copy", "-f", "null", "-"));
  }

  /** The first picture in 3 bytes a pixel. */
  static byte[] rgb(Path file) throws Exception {
    Path raw = Files.createTempFile("frame", ".rgb");
    run(
        Path.of("/"),
        List.of(
            "-v",
            "error",
            "-y",
            "-i",
            file.toAbsolutePath().toString(),
            "-frames:v",
            "1",
            "-f",
            "rawvideo",
            "-pix_fmt",
            "rgb24",
            raw.toString()));
    byte[] bytes = Files.readAllBytes(raw);
    Files.delete(raw);
    return bytes;
  }

  /** The loudness of a file in LUFS, by EBU R128. */
  static double lufs(Path file) throws Exception {
    String path = file.toAbsolutePath().toString();
    String said =
        run(
            Path.of("/"),
            List.of(
                "-nostats",
                "-i",
                path,
                "-vn",
                "-af",
                "ebur128=framelog=verbose",
                "-f",
                "null",
                "-"));
    String line =
        said.lines().filter(text -> text.startsWith("    I: ")).reduce((a, b) -> b).orElseThrow();
    return Double.parseDouble(line.replaceAll("[^-0-9.]", ""));
  }
}
