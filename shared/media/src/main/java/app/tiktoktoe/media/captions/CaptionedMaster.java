package app.tiktoktoe.media.captions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A master playlist that has captions besides what the video's own has. Stateless. */
final class CaptionedMaster {
  private static final String VARIANT = "#EXT-X-STREAM-INF:";
  private static final String GROUP = "captions";
  private static final Pattern ADDRESS = Pattern.compile("URI=\"([^\"]+)\"");

  private CaptionedMaster() {}

  /** Makes it from {@code master}, for a folder beside the variants. */
  static String of(String master, List<Caption> captions) {
    List<String> lines = new ArrayList<>();
    boolean added = false;
    for (String line : master.lines().filter(text -> !text.isBlank()).toList()) {
      if (line.startsWith(VARIANT) && !added) {
        captions.forEach(caption -> lines.add(media(caption, captions)));
        added = true;
      }
      lines.add(moved(line));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String media(Caption caption, List<Caption> all) {
    boolean alone = all.stream().filter(c -> c.name().equals(caption.name())).count() == 1;
    String name = alone ? caption.name() : caption.name() + " (" + caption.language() + ")";
    return "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"%s\",NAME=\"%s\",LANGUAGE=\"%s\",%s,URI=\"%s.m3u8\""
        .formatted(
            GROUP,
            name,
            caption.language(),
            "DEFAULT=NO,AUTOSELECT=YES,FORCED=NO",
            caption.language());
  }

  private static String moved(String line) {
    if (line.startsWith(VARIANT)) {
      return line + ",SUBTITLES=\"" + GROUP + "\"";
    }
    return line.startsWith("#")
        ? ADDRESS
            .matcher(line)
            .replaceAll(
                found -> Matcher.quoteReplacement("URI=\"" + outwards(found.group(1)) + "\""))
        : outwards(line);
  }

  private static String outwards(String address) {
    return "../" + address;
  }

  /** The address of the first variant in a master playlist, as it stands there. */
  static Optional<String> firstVariant(String master) {
    return master
        .lines()
        .dropWhile(line -> !line.startsWith(VARIANT))
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .findFirst();
  }
}
