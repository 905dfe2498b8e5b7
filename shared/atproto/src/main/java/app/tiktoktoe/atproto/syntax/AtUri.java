package app.tiktoktoe.atproto.syntax;

import org.jspecify.annotations.Nullable;

/**
 * The address of an account, a collection or a record: {@code
 * at://did:plc:7iza6de2dwap2sbkpav7c6c6/app.bsky.feed.post/3jzfcijpj2z2a}. The strict form of
 * lexicons: no query, no fragment, no trailing slash, at most 8192 characters.
 *
 * @see <a href="https://atproto.com/specs/at-uri-scheme">the specification</a>
 */
public record AtUri(AtIdentifier authority, @Nullable Nsid collection, @Nullable RecordKey rkey) {
  private static final String SCHEME = "at://";
  private static final int MAX_LENGTH = 8192;

  public AtUri {
    if (rkey != null && collection == null) {
      throw new InvalidSyntaxException("An at-uri with a record key needs a collection");
    }
  }

  public static AtUri of(Did did, Nsid collection, RecordKey rkey) {
    return new AtUri(did, collection, rkey);
  }

  public static AtUri parse(String input) {
    if (input.length() > MAX_LENGTH || !input.startsWith(SCHEME)) {
      throw InvalidSyntaxException.of("a valid at-uri", input);
    }
    String[] parts = input.substring(SCHEME.length()).split("/", 4);
    if (parts.length > 3) {
      throw InvalidSyntaxException.of("a valid at-uri", input);
    }
    return new AtUri(
        AtIdentifier.parse(parts[0]),
        parts.length > 1 ? Nsid.parse(parts[1]) : null,
        parts.length > 2 ? RecordKey.parse(parts[2]) : null);
  }

  public static boolean isValid(String input) {
    if (input.length() > MAX_LENGTH || !input.startsWith(SCHEME)) {
      return false;
    }
    String[] parts = input.substring(SCHEME.length()).split("/", 4);
    return parts.length < 4
        && AtIdentifier.isValid(parts[0])
        && (parts.length < 2 || Nsid.isValid(parts[1]))
        && (parts.length < 3 || RecordKey.isValid(parts[2]));
  }

  @Override
  public String toString() {
    StringBuilder uri = new StringBuilder(SCHEME).append(authority.value());
    if (collection != null) {
      uri.append('/').append(collection.value());
    }
    if (rkey != null) {
      uri.append('/').append(rkey.value());
    }
    return uri.toString();
  }
}
