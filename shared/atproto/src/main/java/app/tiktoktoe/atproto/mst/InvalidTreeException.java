package app.tiktoktoe.atproto.mst;

/** Entries that no tree is built from: a malformed key, a wrong order or a mined shape. */
public final class InvalidTreeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidTreeException(String message) {
    super(message);
  }
}
