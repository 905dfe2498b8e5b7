package app.tiktoktoe.functions.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.atproto.cid.Base32;
import app.tiktoktoe.functions.auth.AuthServer.Answer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An app that makes codes for one account, turned on there with the password {@code password}. */
final class AuthenticatorApp {
  private final Deque<String> recoveryCodes = new ArrayDeque<>();
  private final byte[] secret;
  private final long step = Instant.now().getEpochSecond() / 30;

  private AuthenticatorApp(byte[] secret) {
    this.secret = secret;
  }

  static AuthenticatorApp turnedOn(AuthServer server, String token) throws Exception {
    Answer begun =
        server.post("app.tiktoktoe.auth.beginTotp", token, "{\"password\":\"password\"}");
    assertEquals(200, begun.status(), begun.body());
    AuthenticatorApp app =
        new AuthenticatorApp(Base32.decode(begun.text("secret").toLowerCase(Locale.ROOT)));
    Answer confirmed =
        server.post(
            "app.tiktoktoe.auth.confirmTotp", token, "{\"code\":\"" + app.code(app.step) + "\"}");
    assertEquals(200, confirmed.status(), confirmed.body());
    confirmed.json().path("recoveryCodes").forEach(code -> app.recoveryCodes.add(code.asText()));
    return app;
  }

  private String code(long at) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(secret, "HmacSHA1"));
    ByteBuffer digest = ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(8).putLong(at).array()));
    int number = digest.getInt(digest.get(19) & 0xf) & 0x7fff_ffff;
    return "%06d".formatted(number % 1_000_000);
  }

  /** The next one after the one that turned it on. */
  String nextCode() throws Exception {
    return code(step + 1);
  }

  String recoveryCode() {
    return recoveryCodes.pop();
  }
}
