package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.FirebaseTokens;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** By an emulator, which believes tokens that nobody has signed. */
class FirebaseEmulatedTokensTest extends FirebaseTokensContract {
  private final FirebasePeople people = new FirebasePeople("demo-" + UUID.randomUUID());
  private final FirebaseEmulator emulator;
  private final FirebaseTokens tokens;

  FirebaseEmulatedTokensTest() throws IOException {
    emulator = FirebaseEmulator.start();
    emulator.serve(people);
    tokens =
        new FirebaseAdminTokens(
            people.project(), () -> FirebaseAdminTokens.options(people.project(), true));
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Override
  FirebasePeople people() {
    return people;
  }

  @Override
  FirebaseTokens tokens() {
    return tokens;
  }

  @Override
  String token(JsonNode claims) {
    return Jwt.unsigned(claims);
  }

  @Override
  void breakDown() {
    emulator.stop();
  }
}
