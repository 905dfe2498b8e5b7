package app.tiktoktoe.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.oauth.Permissions;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.functions.HttpRequest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodNeedsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SERVICE = "did:web:our.example#bsky_appview";
  private static final String BOTH_WRITES =
      """
      {"writes": [
        {"$type": "com.atproto.repo.applyWrites#create", "collection": "com.example.foo"},
        {"$type": "com.atproto.repo.applyWrites#delete", "collection": "com.example.bar"}]}
      """;

  private static String outcome(String scope, String method, String input, String... headers) {
    HttpRequest http = mock(HttpRequest.class);
    when(http.getFirstHeader(anyString())).thenReturn(Optional.empty());
    when(http.getContentType()).thenReturn(Optional.of("video/mp4"));
    if (headers.length > 0) {
      when(http.getFirstHeader(headers[0])).thenReturn(Optional.of(headers[1]));
    }
    ObjectNode body = json(input);
    Call call =
        new Call(Optional.of(Nsid.parse(method)), body, body, Optional.empty(), "::1", http);
    Permissions permissions = Permissions.parse(scope, new PermissionSets(nsid -> null));
    return MethodNeeds.refusal(Auth.AUTHENTICATED, new Grant.OAuth(permissions, SERVICE), call)
        .map(refusal -> refusal.error() + ": " + refusal.message())
        .orElse("permitted");
  }

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static String missing(String scope) {
    return "ScopeMissingError: Missing required scope \"" + scope + "\"";
  }

  @Test
  void aWriteNeedsItsCollectionAndAction() {
    String input = "{\"collection\": \"com.example.foo\"}";
    String create = "com.atproto.repo.createRecord";
    assertEquals("permitted", outcome("atproto repo:com.example.foo", create, input));
    assertEquals(missing("repo:com.example.foo?action=create"), outcome("atproto", create, input));
    assertEquals(
        missing("repo:com.example.foo?action=update"),
        outcome("repo:com.example.foo?action=create", "com.atproto.repo.putRecord", input));
    assertEquals(
        missing("repo:com.example.foo?action=delete"),
        outcome("repo:com.example.foo?action=create", "com.atproto.repo.deleteRecord", input));
  }

  @Test
  void eachOfManyWritesIsNeeded() {
    String method = "com.atproto.repo.applyWrites";
    assertEquals("permitted", outcome("repo:*", method, BOTH_WRITES));
    assertEquals(
        missing("repo:com.example.bar?action=delete"),
        outcome("repo:com.example.foo", method, BOTH_WRITES));
  }

  @Test
  void anUploadNeedsItsMediaType() {
    String method = "com.atproto.repo.uploadBlob";
    assertEquals("permitted", outcome("blob:video/*", method, "{}"));
    assertEquals(missing("blob:video/mp4"), outcome("blob:image/*", method, "{}"));
  }

  @Test
  void aCallNeedsItsMethodAndTheServiceThatAnswers() {
    String method = "app.bsky.feed.getTimeline";
    String ours = "rpc:" + method + "?aud=did:web:our.example%23bsky_appview";
    String other = "did:web:api.example#bsky_appview";
    assertEquals("permitted", outcome(ours, method, "{}"));
    assertEquals(missing(ours), outcome("atproto", method, "{}"));
    assertEquals(
        missing("rpc:" + method + "?aud=did:web:api.example%23bsky_appview"),
        outcome(ours, method, "{}", "atproto-proxy", other));
    assertEquals(
        missing("rpc:*?aud=did:web:api.example%23bsky_appview"),
        outcome(ours, "com.atproto.server.getServiceAuth", "{\"aud\": \"" + other + "\"}"));
  }

  @ParameterizedTest
  @CsvSource({
    "com.atproto.identity.updateHandle, identity:handle",
    "com.atproto.identity.signPlcOperation, identity:*",
    "com.atproto.server.requestEmailUpdate, account:email?action=manage",
    "com.atproto.repo.importRepo, account:repo?action=manage"
  })
  void partsOfTheAccountHaveScopesOfTheirOwn(String method, String scope) {
    assertEquals(missing(scope), outcome("atproto transition:generic", method, "{}"));
    assertEquals("permitted", outcome(scope, method, "{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.atproto.server.createAppPassword",
        "com.atproto.server.deactivateAccount",
        "com.atproto.server.updateEmail",
        "com.atproto.server.somethingNew",
        "com.atproto.admin.deleteAccount"
      })
  void whatIsNamedNowhereIsNotForApps(String method) {
    assertEquals(
        "Forbidden: OAuth credentials are not supported for this endpoint",
        outcome("atproto transition:generic identity:* account:repo?action=manage", method, "{}"));
  }

  @Test
  void everyAppMaySeeItsSession() {
    assertEquals("permitted", outcome("atproto", "com.atproto.server.getSession", "{}"));
    assertEquals("permitted", outcome("atproto", "com.atproto.sync.getRepo", "{}"));
  }

  @ParameterizedTest
  @CsvSource({
    "AUTHENTICATED, app.bsky.feed.getTimeline, true",
    "FULL, app.example.account.closeEverything, false",
    "FULL, com.atproto.moderation.createReport, false",
    "FULL, com.atproto.identity.signPlcOperation, true",
    "FULL, com.atproto.server.deactivateAccount, false",
    "AUTHENTICATED, com.atproto.server.getSession, true"
  })
  void aMethodOfTheWholeSessionIsForAppsOnlyWhenItIsNamed(Auth level, String name, boolean open) {
    assertEquals(open, MethodNeeds.isForApps(level, Nsid.parse(name)));
  }

  @ParameterizedTest
  @EnumSource(names = {"ADMIN", "REFRESH", "PUBLIC"})
  void noAppReachesOtherLevels(Auth level) {
    Permissions all =
        Permissions.parse("atproto transition:generic", new PermissionSets(nsid -> null));
    assertTrue(GrantCheck.refusal(level, new Grant.OAuth(all, SERVICE)).isPresent());
    assertFalse(GrantCheck.refusal(Auth.AUTHENTICATED, new Grant.OAuth(all, SERVICE)).isPresent());
  }
}
