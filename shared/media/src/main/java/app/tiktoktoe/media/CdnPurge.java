package app.tiktoktoe.media;

/** The caches in front of the bucket that videos play from. Implementations are thread-safe. */
@FunctionalInterface
public interface CdnPurge {
  /**
   * Asks every cache to forget what it keeps below {@code path}; they do within seconds. Asking
   * again does no harm.
   *
   * @param path as in an address, with a slash at both ends, for example {@code
   *     /vid/did:plc:ewvi7nxzyoun6zhxrhs64oiz/}
   * @throws IllegalStateException when it was not taken on, also because too much was asked for
   */
  void purge(String path);

  /** Where nothing is cached. */
  static CdnPurge none() {
    return path -> {};
  }
}
