package app.tiktoktoe.catalogue;

/** How far a grant goes; written in lower case in the catalogue. */
public enum Access {
  /** Reads and lists. */
  READ,
  /** Reads, creates, changes and deletes. */
  WRITE
}
