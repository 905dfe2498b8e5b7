package app.tiktoktoe.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Stands between the function and ffmpeg: a script that writes its arguments down and becomes
 * ffmpeg. What was written is then run again without the function.
 *
 * @param folder where the script and what it writes are
 * @param ffmpeg the real one
 */
record BareFfmpeg(Path folder, Path ffmpeg) {
  private static final Pattern RENDITION = Pattern.compile("served/(\\d+p)/");

  /** Writes the script, and returns its path. */
  Path recorder() throws IOException {
    Path script = folder.resolve("ffmpeg.sh");
    List<String> lines =
        List.of(
            "#!/bin/sh",
            "printf '%s\\n' \"$@\" > " + folder + "/arguments.$$",
            "exec " + ffmpeg + " \"$@\"");
    Files.write(script, lines);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  /**
   * The arguments of the run that made a ladder.
   *
   * @throws IllegalStateException when there was none
   */
  List<String> ladder() throws IOException {
    try (Stream<Path> written = Files.list(folder)) {
      for (Path file :
          written.filter(path -> path.getFileName().toString().startsWith("arguments.")).toList()) {
        List<String> arguments = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (arguments.contains("-filter_complex")) {
          return arguments;
        }
      }
    }
    throw new IllegalStateException("No run made a ladder");
  }

  /** Runs ffmpeg with {@code arguments}, but on {@code clip}, and returns how long that took. */
  Duration time(List<String> arguments, Path clip) throws IOException, InterruptedException {
    try (TemporaryFolder made = TemporaryFolder.create()) {
      Matcher renditions = RENDITION.matcher(String.join(" ", arguments));
      while (renditions.find()) {
        Files.createDirectories(made.path().resolve("served").resolve(renditions.group(1)));
      }
      List<String> command = new ArrayList<>(List.of(ffmpeg.toString()));
      command.addAll(arguments);
      command.set(command.indexOf("-i") + 1, clip.toString());
      long begin = System.nanoTime();
      Process process =
          new ProcessBuilder(command)
              .directory(made.path().toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("ffmpeg failed");
      }
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  /** Makes a clip as a telephone would: 10 s of 1080 by 1920, H.264 of 12 Mbit/s, AAC. */
  Path clip() throws IOException, InterruptedException {
    Path clip = folder.resolve("clip.mp4");
    String options =
        "-v error -nostdin -f lavfi -i mandelbrot=s=1080x1920:r=30:end_scale=0.05"
            + " -f lavfi -i sine=f=440:d=10 -t 10 -vf noise=alls=6:allf=t -c:v libx264"
            + " -preset ultrafast -b:v 12M -maxrate 14M -bufsize 14M -pix_fmt yuv420p -c:a aac ";
    List<String> command = new ArrayList<>(List.of(ffmpeg.toString()));
    command.addAll(List.of((options + clip).split(" ")));
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("ffmpeg cannot make the clip");
    }
    return clip;
  }
}
