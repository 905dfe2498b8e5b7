package app.tiktoktoe.atproto.syntax;

/** How an account is named in a request or an at-uri: by its DID or by its handle. */
public sealed interface AtIdentifier permits Did, Handle {
  /** The wire form. */
  String value();

  /**
   * Reads a DID or a handle.
   *
   * @throws InvalidSyntaxException when it is neither
   */
  static AtIdentifier parse(String input) {
    if (input.startsWith("did:")) {
      return Did.parse(input);
    }
    if (Handle.isValid(input)) {
      return Handle.parse(input);
    }
    throw InvalidSyntaxException.of("a valid did or handle", input);
  }

  static boolean isValid(String input) {
    return input.startsWith("did:") ? Did.isValid(input) : Handle.isValid(input);
  }
}
