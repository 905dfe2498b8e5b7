package app.tiktoktoe.media.captions;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cleans the text of a cue: of all markup, {@code b}, {@code i}, {@code u} and {@code ruby} with
 * {@code rt} stay, without classes or annotations, each closed and none inside itself; every other
 * {@code <} and {@code >} is escaped. Used by one thread, once.
 *
 * <p>Some players put a cue into the page as it is, so nothing may be in it that a page would run.
 */
final class CueText {
  private static final Set<String> KEPT = Set.of("b", "i", "u", "ruby", "rt");
  private static final Map<String, String> CHARACTERS =
      Map.of(
          "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "#39", "'", "nbsp", "\u00a0",
          "lrm", "\u200e", "rlm", "\u200f");
  private static final Pattern REFERENCE = Pattern.compile("&([a-z]{2,4}|#39);");
  private static final Pattern NAME =
      Pattern.compile("(/?)([a-z]+)(?:[. \t\n].*)?", Pattern.DOTALL);
  private static final Pattern BLANK = Pattern.compile("[ \t\u00a0]*");
  private static final Pattern BLANK_TEXT = Pattern.compile("[\\s\\p{Z}\\p{C}]*");

  private final StringBuilder cleaned = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();
  private boolean visible;

  private CueText() {}

  /** The text without what does not belong there; empty when nothing would be seen of it. */
  static String clean(String payload) {
    CueText text = new CueText();
    text.read(payload);
    return text.visible ? text.withoutBlankLines() : "";
  }

  /** A blank line would end the cue. */
  private String withoutBlankLines() {
    StringBuilder lines = new StringBuilder();
    cleaned
        .toString()
        .lines()
        .filter(line -> !BLANK.matcher(line).matches())
        .forEach(line -> lines.append(lines.isEmpty() ? "" : "\n").append(line));
    return lines.toString();
  }

  private void read(String payload) {
    int at = 0;
    while (at < payload.length()) {
      int tag = payload.indexOf('<', at);
      append(payload.substring(at, tag < 0 ? payload.length() : tag));
      int end = tag < 0 ? -1 : payload.indexOf('>', tag);
      if (end < 0) {
        break;
      }
      tag(payload.substring(tag + 1, end));
      at = end + 1;
    }
    while (!open.isEmpty()) {
      close();
    }
  }

  private void append(String text) {
    String plain =
        REFERENCE
            .matcher(text)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        CHARACTERS.getOrDefault(found.group(1), found.group())));
    visible |= !BLANK_TEXT.matcher(plain).matches();
    plain
        .codePoints()
        .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
        .filter(c -> c != '\u2028' && c != '\u2029')
        .forEach(
            c -> {
              switch (c) {
                case '&' -> cleaned.append("&amp;");
                case '<' -> cleaned.append("&lt;");
                case '>' -> cleaned.append("&gt;");
                default -> cleaned.appendCodePoint(c);
              }
            });
  }

  private void tag(String tag) {
    Matcher matcher = NAME.matcher(tag);
    if (!matcher.matches() || !KEPT.contains(matcher.group(2))) {
      return;
    }
    String name = matcher.group(2);
    if (matcher.group(1).isEmpty()) {
      open(name);
    } else if (open.contains(name)) {
      while (!open.getFirst().equals(name)) {
        close();
      }
      close();
    }
  }

  private void open(String name) {
    if (!open.contains(name) && (!name.equals("rt") || open.contains("ruby"))) {
      open.push(name);
      cleaned.append('<').append(name).append('>');
    }
  }

  private void close() {
    cleaned.append("</").append(open.pop()).append('>');
  }
}
