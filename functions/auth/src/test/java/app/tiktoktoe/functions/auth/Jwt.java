package app.tiktoktoe.functions.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;

/** JSON Web Tokens by hand, the bad ones too. */
final class Jwt {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private Jwt() {}

  static String unsigned(JsonNode claims) {
    return part("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + part(claims.toString()) + ".";
  }

  static String signed(String header, JsonNode claims, PrivateKey key)
      throws GeneralSecurityException {
    String text = part(header) + "." + part(claims.toString());
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + BASE64.encodeToString(signature.sign());
  }

  static String part(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  static JsonNode claims(String token) throws IOException {
    return FirebasePeople.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
  }
}
