package app.tiktoktoe.atproto.plc;

import app.tiktoktoe.atproto.crypto.PublicKey;
import java.util.HashSet;
import java.util.Optional;

/**
 * The sizes the official directory imposes on new operations. Older operations in logs may exceed
 * them.
 */
final class PlcLimits {
  private static final int MAX_BYTES = 7500;
  private static final int MAX_ENTRIES = 10;
  private static final int MAX_NAME_CHARS = 258;
  private static final int MAX_ID_CHARS = 32;
  private static final int MAX_TYPE_CHARS = 256;
  private static final int MAX_ENDPOINT_CHARS = 512;

  private PlcLimits() {}

  static Optional<String> violation(SignedPlcOperation operation) {
    if (operation.encode().length > MAX_BYTES) {
      return Optional.of("operation is larger than " + MAX_BYTES + " bytes");
    }
    return switch (operation.action()) {
      case PlcTombstone _ -> Optional.empty();
      case LegacyPlcCreate _ -> Optional.of("create operations are not accepted");
      case PlcOperation action -> violation(action);
    };
  }

  private static Optional<String> violation(PlcOperation action) {
    if (action.rotationKeys().size() > MAX_ENTRIES
        || action.alsoKnownAs().size() > MAX_ENTRIES
        || action.services().size() > MAX_ENTRIES
        || action.verificationMethods().size() > MAX_ENTRIES) {
      return Optional.of("a list has more than " + MAX_ENTRIES + " entries");
    }
    if (new HashSet<>(action.alsoKnownAs()).size() != action.alsoKnownAs().size()
        || action.alsoKnownAs().stream().anyMatch(name -> name.length() > MAX_NAME_CHARS)) {
      return Optional.of("an alsoKnownAs entry is repeated or too long");
    }
    return services(action).or(() -> methods(action));
  }

  private static Optional<String> services(PlcOperation action) {
    for (var entry : action.services().entrySet()) {
      if (entry.getKey().length() > MAX_ID_CHARS
          || entry.getValue().type().length() > MAX_TYPE_CHARS
          || entry.getValue().endpoint().length() > MAX_ENDPOINT_CHARS) {
        return Optional.of("a service has too long a field");
      }
    }
    return Optional.empty();
  }

  private static Optional<String> methods(PlcOperation action) {
    for (String id : action.verificationMethods().keySet()) {
      if (id.length() > MAX_ID_CHARS) {
        return Optional.of("a verification method has too long an id");
      }
    }
    String atproto = action.verificationMethods().get("atproto");
    return atproto == null || isSupported(atproto)
        ? Optional.empty()
        : Optional.of("the atproto verification method is not a k256 or P-256 key");
  }

  private static boolean isSupported(String didKey) {
    try {
      PublicKey.parseDidKey(didKey);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
