package app.tiktoktoe.functions.media;

import app.tiktoktoe.functions.media.SourceVideo.Audio;
import app.tiktoktoe.functions.media.SourceVideo.Pixels;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines by which ffmpeg 4.4 to 5.1 describes streams on standard error. Stateless. */
final class StreamLines {
  private static final Pattern FORMAT =
      Pattern.compile(", ([a-z][a-z0-9_]*)(?:\\(((?:[^()]|\\([^)]*\\))*)\\))?, ");
  private static final Pattern BITS = Pattern.compile("(9|10|12|14|16)[lb]e$");
  private static final Pattern AUDIO =
      Pattern.compile("(?md)^  Stream #0:\\d+.*: Audio: .*, \\d+ Hz, ([^,]+)");
  private static final Pattern COUNT = Pattern.compile("(\\d{1,2}) channels.*");
  private static final Pattern POINTS = Pattern.compile("(\\d)\\.(\\d).*");
  private static final Pattern ROTATION =
      Pattern.compile("displaymatrix: rotation of (-?\\d{1,3})");

  private StreamLines() {}

  /** How pictures are stored, from what follows {@code Video: } in a stream's line. */
  static Pixels pixels(String video) {
    Matcher format = FORMAT.matcher(video);
    if (!format.find()) {
      return new Pixels(
          Pixels.UNKNOWN, 8, false, Pixels.UNKNOWN, Pixels.UNKNOWN, Pixels.UNKNOWN, false);
    }
    String name = format.group(1);
    List<String> details = List.of(Optional.ofNullable(format.group(2)).orElse("").split(", ", -1));
    Matcher bits = BITS.matcher(name);
    String[] colours = colours(details);
    return new Pixels(
        name,
        bits.find() ? Integer.parseInt(bits.group(1)) : 8,
        details.contains("pc") || name.startsWith("yuvj"),
        colours[0],
        colours[1],
        colours[2],
        details.stream().anyMatch(detail -> detail.matches("(top|bottom) (coded )?first.*")));
  }

  /** Matrix, primaries and transfer: one name when they are the same, and nothing when unknown. */
  private static String[] colours(List<String> details) {
    for (String detail : details) {
      String[] names = detail.split("/", -1);
      if (names.length == 3) {
        return names;
      }
      if (detail.startsWith("bt") || detail.startsWith("smpte")) {
        return new String[] {detail, detail, detail};
      }
    }
    return new String[] {Pixels.UNKNOWN, Pixels.UNKNOWN, Pixels.UNKNOWN};
  }

  /** The last track of sound that is described: the output's. */
  static Optional<Audio> audio(String said) {
    return AUDIO
        .matcher(said)
        .results()
        .map(found -> found.group(1).strip())
        .reduce((first, second) -> second)
        .map(layout -> new Audio(channels(layout), layout));
  }

  private static int channels(String layout) {
    Matcher count = COUNT.matcher(layout);
    if (count.matches()) {
      return Integer.parseInt(count.group(1));
    }
    Matcher points = POINTS.matcher(layout);
    if (points.matches()) {
      return Integer.parseInt(points.group(1)) + Integer.parseInt(points.group(2));
    }
    return switch (layout) {
      case "mono" -> 1;
      case "stereo", "downmix" -> 2;
      case "quad", "quad(side)" -> 4;
      case "hexagonal" -> 6;
      case "octagonal", "cube" -> 8;
      default -> 0;
    };
  }

  /** Clockwise degrees, 0 to 359. */
  static int rotation(String said) {
    Matcher rotation = ROTATION.matcher(said);
    return rotation.find() ? Math.floorMod(-Integer.parseInt(rotation.group(1)), 360) : 0;
  }
}
