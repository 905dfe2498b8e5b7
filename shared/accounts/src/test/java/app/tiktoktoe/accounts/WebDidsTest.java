package app.tiktoktoe.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebDidsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "fe80::1",
        "fc00::1",
        "localhost"
      })
  void addressesOfOurOwnAreNotAsked(String host) {
    assertFalse(WebDids.isPublic(host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "100.63.255.255", "2001:4860:4860::8888"})
  void addressesOfOthersAre(String host) {
    assertTrue(WebDids.isPublic(host));
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
    assertEquals(Optional.empty(), new WebDids().resolve(Did.parse(did)));
  }
}
