package app.tiktoktoe.media.captions;

import app.tiktoktoe.atproto.syntax.LanguageTag;
import java.util.Locale;

/** One language of a video's captions. Immutable. */
record Caption(LanguageTag language, WebVtt text) {

  /** What the language calls itself, for a player's menu; the tag where that is not known. */
  String name() {
    Locale locale = Locale.forLanguageTag(language.value());
    String own = locale.getDisplayName(locale).replaceAll("[^\\p{L}\\p{M}\\p{Nd} ,()'-]", "");
    return own.isBlank() ? language.value() : own;
  }
}
