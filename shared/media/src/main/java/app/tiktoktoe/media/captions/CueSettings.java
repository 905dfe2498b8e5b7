package app.tiktoktoe.media.captions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a cue is shown: the settings of WebVTT, but for regions. Stateless. */
final class CueSettings {
  private static final String PERCENTAGE = "(?:100(?:\\.0{1,3})?|\\d{1,2}(?:\\.\\d{1,3})?)%";
  private static final Map<String, Pattern> KNOWN =
      Map.of(
          "vertical",
          Pattern.compile("rl|lr"),
          "line",
          Pattern.compile("(?:-?\\d{1,3}|" + PERCENTAGE + ")(?:,(?:start|center|end))?"),
          "position",
          Pattern.compile(PERCENTAGE + "(?:,(?:line-left|center|line-right))?"),
          "size",
          Pattern.compile(PERCENTAGE),
          "align",
          Pattern.compile("start|center|end|left|right"));

  private CueSettings() {}

  /** Those of {@code settings} that are well-formed, each once, the last one of a name. */
  static String clean(@Nullable String settings) {
    Map<String, String> kept = new LinkedHashMap<>();
    for (String setting : settings == null ? List.<String>of() : words(settings)) {
      int colon = setting.indexOf(':');
      String name = setting.substring(0, Math.max(0, colon));
      Pattern pattern = KNOWN.get(name);
      if (pattern != null && pattern.matcher(setting.substring(colon + 1)).matches()) {
        kept.put(name, setting);
      }
    }
    return String.join(" ", kept.values());
  }

  private static List<String> words(String text) {
    return List.of(text.split("[ \t]+", -1));
  }
}
