package app.tiktoktoe.atproto.lexicon;

/** A lexicon document that is itself wrong or refers to one that is missing: a fault of ours. */
public final class InvalidLexiconException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidLexiconException(String message) {
    super(message);
  }

  public InvalidLexiconException(String message, Throwable cause) {
    super(message, cause);
  }
}
