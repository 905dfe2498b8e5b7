package app.tiktoktoe.functions.posting;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a post's captions must be besides what their lexicon says: a player's menu has each language
 * once. Stateless.
 */
final class VideoCaptions {
  private VideoCaptions() {}

  /** The language that a post's video has captions in twice, in any case of its letters. */
  static Optional<String> repeatedLanguage(JsonNode post) {
    JsonNode embed = post.path("embed");
    JsonNode video = embed.has("media") ? embed.path("media") : embed;
    Set<String> languages = new HashSet<>();
    for (JsonNode caption : video.path("captions")) {
      String language = caption.path("lang").asText();
      if (!languages.add(language.toLowerCase(Locale.ROOT))) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }
}
