package app.tiktoktoe.atproto.lexicon;

import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.atproto.syntax.Nsid;

/** Names a definition in a lexicon: {@code com.example.thing} or {@code com.example.thing#part}. */
record DefinitionName(Nsid lexicon, String definition) {
  static final String MAIN = "main";

  /**
   * @param ref absolute, or {@code #part} within {@code base}
   */
  static DefinitionName resolve(String ref, Nsid base) {
    int hash = ref.indexOf('#');
    try {
      Nsid lexicon = hash == 0 ? base : Nsid.parse(hash < 0 ? ref : ref.substring(0, hash));
      return new DefinitionName(lexicon, hash < 0 ? MAIN : ref.substring(hash + 1));
    } catch (InvalidSyntaxException e) {
      throw new InvalidLexiconException(base + " refers to something that is no NSID", e);
    }
  }

  /** The form that {@code $type} takes: without {@code #main}. */
  @Override
  public String toString() {
    return definition.equals(MAIN) ? lexicon.value() : lexicon.value() + "#" + definition;
  }
}
