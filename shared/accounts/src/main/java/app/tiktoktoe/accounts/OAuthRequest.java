package app.tiktoktoe.accounts;

import com.google.cloud.firestore.DocumentSnapshot;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an app asked for.
 *
 * @param clientKey the thumbprint of the key by which a confidential client authenticated; empty
 *     for a public one
 * @param scope what it wants; the person may give less
 * @param challenge of PKCE, by S256
 * @param keyThumbprint of the key that its tokens will be bound to
 * @param loginHint whom it expects; empty when it does not say
 * @param responseMode {@code query} or {@code fragment}
 */
public record OAuthRequest(
    String clientId,
    String clientKey,
    String redirectUri,
    String scope,
    String state,
    String challenge,
    String keyThumbprint,
    String loginHint,
    String responseMode) {

  static OAuthRequest read(DocumentSnapshot document) {
    return new OAuthRequest(
        Documents.text(document, "clientId"),
        Documents.text(document, "clientKey"),
        Documents.text(document, "redirectUri"),
        Documents.text(document, "scope"),
        Documents.text(document, "state"),
        Documents.text(document, "challenge"),
        Documents.text(document, "keyThumbprint"),
        Documents.text(document, "loginHint"),
        Documents.text(document, "responseMode"));
  }

  Map<String, Object> with(Map<String, Object> more) {
    Map<String, Object> own =
        Map.ofEntries(
            Map.entry(Documents.VERSION_FIELD, Documents.VERSION),
            Map.entry("clientId", clientId),
            Map.entry("clientKey", clientKey),
            Map.entry("redirectUri", redirectUri),
            Map.entry("scope", scope),
            Map.entry("state", state),
            Map.entry("challenge", challenge),
            Map.entry("keyThumbprint", keyThumbprint),
            Map.entry("loginHint", loginHint),
            Map.entry("responseMode", responseMode));
    return Stream.concat(own.entrySet().stream(), more.entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
