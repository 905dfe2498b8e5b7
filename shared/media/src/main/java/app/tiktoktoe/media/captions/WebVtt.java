package app.tiktoktoe.media.captions;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cues of a WebVTT file (<a href="https://www.w3.org/TR/webvtt1/">W3C WebVTT</a>), cleaned.
 * Immutable.
 *
 * <p>What browsers skip is skipped here: a block that is no cue does not spoil the others. Notes,
 * styles, regions and identifiers are not kept, so that nothing reaches a player but times, places
 * and text.
 *
 * @param cues in the file's order
 * @param skipped how many blocks were neither a cue with a text nor anything else that is known
 */
record WebVtt(List<Cue> cues, int skipped) {
  private static final String SIGNATURE = "WEBVTT";
  private static final String BYTE_ORDER_MARK = "\ufeff";

  WebVtt {
    cues = List.copyOf(cues);
  }

  /** Reads a file; empty when it is no WebVTT in UTF-8 or has no cue. Takes linear time. */
  static Optional<WebVtt> parse(byte[] file) {
    return text(file).flatMap(WebVtt::parse);
  }

  private static Optional<String> text(byte[] file) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
      return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<WebVtt> parse(String text) {
    List<String> lines = text.replace("\r\n", "\n").replace('\r', '\n').lines().toList();
    if (lines.isEmpty() || !isSignature(lines.getFirst())) {
      return Optional.empty();
    }
    List<Cue> cues = new ArrayList<>();
    int skipped = 0;
    for (List<String> block : blocks(lines)) {
      Optional<Cue> cue = Cue.parse(block);
      if (cue.isPresent()) {
        cues.add(cue.get());
      } else if (!isKnown(block.getFirst())) {
        skipped++;
      }
    }
    return cues.isEmpty() ? Optional.empty() : Optional.of(new WebVtt(cues, skipped));
  }

  private static boolean isSignature(String line) {
    return isWord(SIGNATURE, line) && !line.contains(Cue.ARROW);
  }

  /** What may stand in a file besides cues. */
  private static boolean isKnown(String line) {
    return Stream.of("NOTE", "STYLE", "REGION").anyMatch(word -> isWord(word, line));
  }

  private static boolean isWord(String word, String line) {
    return line.startsWith(word)
        && (line.length() == word.length() || " \t".indexOf(line.charAt(word.length())) >= 0);
  }

  /** What blank lines separate, without the header. */
  private static List<List<String>> blocks(List<String> lines) {
    List<List<String>> blocks = new ArrayList<>();
    List<String> block = new ArrayList<>();
    for (String line : lines) {
      if (!line.isEmpty()) {
        block.add(line);
      } else if (!block.isEmpty()) {
        blocks.add(block);
        block = new ArrayList<>();
      }
    }
    if (!block.isEmpty()) {
      blocks.add(block);
    }
    return blocks.subList(1, blocks.size());
  }

  /**
   * The file that is served: an HLS segment whose times are the video's, as RFC 8216, section 3.5,
   * has it.
   */
  String toText() {
    StringBuilder text = new StringBuilder(SIGNATURE);
    text.append("\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n");
    cues.forEach(cue -> cue.appendTo(text.append('\n')));
    return text.toString();
  }
}
