package app.tiktoktoe.functions.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.accounts.FirebaseTokens;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link FirebaseTokens} promises, of whatever Firebase is asked. */
abstract class FirebaseTokensContract {
  private static final String UID = "k3VbWq0rYbTq2mYH7mM5u1c2nQx1";

  /** The users of the project whose tokens are good. */
  abstract FirebasePeople people();

  abstract FirebaseTokens tokens();

  /** A token that Firebase, as it is asked here, would have made. */
  abstract String token(JsonNode claims) throws Exception;

  /** From now on nothing can be asked. */
  abstract void breakDown();

  @BeforeEach
  void addPerson() {
    people().add(UID);
  }

  private String refused(ObjectNode claims) throws Exception {
    return error(tokens().read(token(claims)));
  }

  static String error(FirebaseTokens.Known known) {
    return assertInstanceOf(FirebaseTokens.Known.Refused.class, known).refusal().error();
  }

  private ObjectNode claims() {
    return people().claims(UID);
  }

  @Test
  void knowsAPerson() throws Exception {
    FirebaseTokens.Known.Person known =
        assertInstanceOf(FirebaseTokens.Known.Person.class, tokens().read(token(claims())));
    assertEquals(UID, known.uid());
    ObjectNode byPhone = claims();
    byPhone.remove("email");
    byPhone.remove("email_verified");
    assertInstanceOf(FirebaseTokens.Known.Person.class, tokens().read(token(byPhone)));
  }

  @Test
  void believesNoTokenForOthers() throws Exception {
    assertEquals("InvalidIdToken", refused(claims().put("aud", "other-project")));
    assertEquals(
        "InvalidIdToken", refused(claims().put("iss", "https://securetoken.google.com/other")));
    assertEquals("InvalidIdToken", refused(claims().put("iss", "https://accounts.google.com")));
    assertEquals("InvalidIdToken", refused(claims().put("sub", "")));
    assertEquals("InvalidIdToken", refused(claims().put("sub", "x".repeat(129))));
    ObjectNode ofTenant = claims();
    ofTenant.withObject("/firebase").put("tenant", "acme");
    assertEquals("ProviderNotAllowed", refused(ofTenant));
  }

  @Test
  void believesNoTokenOutOfItsTime() throws Exception {
    long now = Instant.now().getEpochSecond();
    assertEquals("ExpiredToken", refused(claims().put("iat", now - 7200).put("exp", now - 3600)));
    assertEquals("InvalidIdToken", refused(claims().put("iat", now + 3600).put("exp", now + 7200)));
  }

  @Test
  void asksForAProviderAndAVerifiedAddress() throws Exception {
    assertEquals("EmailNotVerified", refused(claims().put("email_verified", false)));
    for (String provider : new String[] {"anonymous", "custom"}) {
      ObjectNode claims = claims();
      claims.withObject("/firebase").put("sign_in_provider", provider);
      assertEquals("ProviderNotAllowed", refused(claims));
    }
    ObjectNode nothing = claims();
    nothing.remove("firebase");
    assertEquals("ProviderNotAllowed", refused(nothing));
  }

  @Test
  void knowsWhoIsNoLongerWelcome() throws Exception {
    String token = token(claims().put("iat", Instant.now().getEpochSecond() - 60));
    people().signOut(UID, Instant.now());
    assertEquals("ExpiredToken", error(tokens().read(token)));
    people().add(UID);
    assertInstanceOf(FirebaseTokens.Known.Person.class, tokens().read(token));
    people().disable(UID);
    assertEquals("InvalidIdToken", error(tokens().read(token)));
    assertEquals("InvalidIdToken", refused(people().claims("nobody")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x", "a.b.c", "..", "e30.e30.", "e30.W10.x", "W10.e30.x"})
  void believesNoGarbage(String garbage) {
    assertEquals("InvalidIdToken", error(tokens().read(garbage)));
  }

  @Test
  void claimsOfOtherTypesAreNoFault() throws Exception {
    assertEquals("InvalidIdToken", refused(claims().put("aud", 7)));
    assertEquals("InvalidIdToken", refused(claims().put("exp", "soon")));
    assertEquals("InvalidIdToken", refused(claims().put("sub", 7)));
    ObjectNode list = claims();
    list.putArray("sub").add(UID);
    assertEquals("InvalidIdToken", refused(list));
    ObjectNode address = claims();
    address.putArray("email").add("x");
    assertEquals("InvalidIdToken", refused(address));
    for (String name : new String[] {"aud", "iss", "sub", "exp", "iat"}) {
      ObjectNode without = claims();
      without.remove(name);
      assertEquals("InvalidIdToken", refused(without));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {900, 5_000})
  void deepClaimsAreNoFault(int depth) throws Exception {
    String nested = "[".repeat(depth) + "]".repeat(depth);
    String payload = Jwt.part("{\"x\":" + nested + "," + claims().toString().substring(1));
    String[] parts = token(claims()).split("\\.", -1);
    FirebaseTokens.Known known = tokens().read(parts[0] + "." + payload + "." + parts[2]);
    if (!(known instanceof FirebaseTokens.Known.Person)) {
      assertEquals("InvalidIdToken", error(known));
    }
  }

  @Test
  void makesTokensForAccounts() throws Exception {
    Did did = Did.parse("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    FirebaseTokens.Made.Token made =
        assertInstanceOf(FirebaseTokens.Made.Token.class, tokens().custom(did));
    JsonNode claims = Jwt.claims(made.text());
    assertEquals(did.value(), claims.path("uid").asText());
    assertTrue(claims.path("aud").asText().contains("identitytoolkit"));
    assertEquals(3600, claims.path("exp").asLong() - claims.path("iat").asLong());
    Did longest = Did.parse("did:web:" + "a".repeat(60) + "." + "b".repeat(60) + ".example.com");
    Refusal refusal =
        assertInstanceOf(FirebaseTokens.Made.Refused.class, tokens().custom(longest)).refusal();
    assertEquals("InvalidRequest", refusal.error());
  }

  @Test
  void saysWhenFirebaseCannotBeAsked() throws Exception {
    String token = token(claims());
    breakDown();
    assertEquals("ServiceUnavailable", error(tokens().read(token)));
  }
}
