package app.tiktoktoe.atproto.lexicon;

/**
 * The first place where data breaks its lexicon.
 *
 * @param path from the root, for example {@code Record/embed/images/0/alt}
 * @param message a sentence that starts with the path and can be shown to the client, for example
 *     {@code Record/text must not be longer than 300 graphemes}
 */
public record LexiconViolation(String path, String message) {
  static LexiconViolation at(ValuePath path, String complaint) {
    String place = path.toString();
    return new LexiconViolation(place, place + " " + complaint);
  }
}
