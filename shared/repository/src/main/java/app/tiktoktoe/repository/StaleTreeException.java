package app.tiktoktoe.repository;

/** What belongs to a head was changed after the head was read. */
final class StaleTreeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StaleTreeException(String what) {
    super(what + " is not its head's", null, false, false);
  }
}
