package app.tiktoktoe.functions.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.outbound.Fetched;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads what a scanner outside answers: {@code {"video": "bafkrei…", "verdict": "clear"}}, {@code
 * {"video": "bafkrei…", "verdict": "blocked", "reason": "…"}} or {@code {"video": "bafkrei…",
 * "verdict": "later"}}, with status 200. Whatever else it may be is no answer. Stateless.
 */
final class ScannerAnswer {
  /** When a scanner that does not say when is asked again. */
  static final Duration USUAL_PAUSE = Duration.ofMinutes(10);

  private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern REASON = Pattern.compile("[^\\p{Cntrl}]{1,200}");
  private static final int OK = 200;
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private ScannerAnswer() {}

  /**
   * The verdict on {@code video}.
   *
   * @param answer as it came; empty is returned for one that is none, about another video, or of
   *     which a word is missing or too much
   */
  static Optional<Verdict> read(Fetched.Answer answer, Cid video) {
    if (answer.status() != OK || !answer.mediaType().equals(Optional.of("application/json"))) {
      return Optional.empty();
    }
    JsonNode json;
    try {
      json = JSON.readTree(answer.body());
    } catch (IOException e) {
      return Optional.empty();
    }
    String verdict = json.path("verdict").asText();
    boolean isBlocked = verdict.equals("blocked");
    Set<String> words =
        isBlocked ? Set.of("video", "verdict", "reason") : Set.of("video", "verdict");
    if (!json.isObject()
        || !words.equals(names(json))
        || !video.toString().equals(json.path("video").textValue())
        || !json.path("verdict").isTextual()) {
      return Optional.empty();
    }
    return switch (verdict) {
      case "clear" -> Optional.of(new Verdict.Clear());
      case "later" -> Optional.of(new Verdict.Unavailable(pause(answer)));
      case "blocked" ->
          Optional.ofNullable(json.path("reason").textValue())
              .filter(reason -> !reason.isBlank() && REASON.matcher(reason).matches())
              .map(Verdict.Blocked::new);
      default -> Optional.empty();
    };
  }

  private static Set<String> names(JsonNode json) {
    return json.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  /** {@code Retry-After} in seconds, within a minute and an hour. */
  static Duration pause(Fetched.Answer answer) {
    return Optional.ofNullable(answer.headers().get("retry-after"))
        .filter(text -> SECONDS.matcher(text).matches())
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .map(pause -> pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause)
        .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause)
        .orElse(USUAL_PAUSE);
  }
}
