package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.atproto.identity.DidDocument;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.outbound.GuardedHttp;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebDidsTest {
  private static final Did DID = Did.parse("did:web:other.test");
  private static final String PAGE = "other.test/.well-known/did.json";

  private final Elsewhere elsewhere = new Elsewhere("other.test");
  private final WebDids dids = new WebDids(elsewhere.http());

  @AfterEach
  void close() {
    elsewhere.close();
  }

  @Test
  void aHostGivesItsDocument() {
    elsewhere.put(PAGE, "{\"id\": \"did:web:other.test\"}");
    assertEquals(Optional.of(DID), dids.resolve(DID).map(DidDocument::id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "no JSON", "{}", "{\"id\": \"did:web:another.test\"}"})
  void anotherAnswerIsNone(String body) {
    elsewhere.put(PAGE, body);
    assertEquals(Optional.empty(), dids.resolve(DID));
  }

  @Test
  void aDocumentHasABoundedLength() {
    elsewhere.put(PAGE, "{\"id\": \"did:web:other.test\"}" + " ".repeat(100_000));
    assertEquals(Optional.empty(), dids.resolve(DID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "did:web:localhost%3A8080",
        "did:web:127.0.0.1",
        "did:web:example.com:path",
        "did:web:example.com%3A8443",
        "did:web:localhost"
      })
  void onlyAWholeHostNameIsAnIdentity(String did) {
    assertEquals(Optional.empty(), new WebDids(new GuardedHttp(Map.of())).resolve(Did.parse(did)));
  }
}
