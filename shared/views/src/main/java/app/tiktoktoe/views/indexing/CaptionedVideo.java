package app.tiktoktoe.views.indexing;

import app.tiktoktoe.atproto.cbor.JsonForm;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.LanguageTag;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A video that a post shows with captions.
 *
 * @param captions the blob of each language, in the post's order; not empty
 */
record CaptionedVideo(Cid video, Map<LanguageTag, Cid> captions) {
  CaptionedVideo {
    captions = Collections.unmodifiableMap(new LinkedHashMap<>(captions));
  }

  /** Reads an {@code app.bsky.embed.video}, leaving out what is no caption or a second of one. */
  static Optional<CaptionedVideo> of(JsonNode embed) {
    Map<LanguageTag, Cid> captions = new LinkedHashMap<>();
    Set<String> languages = new HashSet<>();
    for (JsonNode caption : embed.path("captions")) {
      String language = caption.path("lang").asText();
      Optional<Cid> file = blob(caption.path("file"));
      if (LanguageTag.isValid(language)
          && file.isPresent()
          && languages.add(language.toLowerCase(Locale.ROOT))) {
        captions.put(LanguageTag.parse(language), file.get());
      }
    }
    return captions.isEmpty()
        ? Optional.empty()
        : blob(embed.path("video")).map(video -> new CaptionedVideo(video, captions));
  }

  private static Optional<Cid> blob(JsonNode blob) {
    JsonNode ref = blob.path("ref");
    return JsonForm.isLink(ref) ? Optional.of(JsonForm.link(ref)) : Optional.empty();
  }
}
