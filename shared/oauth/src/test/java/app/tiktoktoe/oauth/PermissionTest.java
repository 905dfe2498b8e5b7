package app.tiktoktoe.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionTest {
  private static final String API = "did:web:api.example.com#svc";
  private static final PermissionSets NO_SETS = new PermissionSets(nsid -> null);

  private static List<String> lines(String file) throws IOException {
    try (InputStream in = PermissionTest.class.getResourceAsStream("/scopes/" + file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  static List<String> valid() throws IOException {
    return lines("valid.txt");
  }

  static List<String> invalid() throws IOException {
    return lines("invalid.txt");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void readsWhatTheVectorsCallValid(String scope) {
    assertTrue(Permission.parse(scope).isPresent());
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesWhatTheVectorsCallInvalid(String scope) {
    assertTrue(Permission.parse(scope).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "repo:com.example.foo?action=%zz", "atproto ", "repo:\"", "repo:qu\u00e9bec"})
  void refusesWhatIsNoScopeAtAll(String scope) {
    assertTrue(Permission.parse(scope).isEmpty());
  }

  private static Permissions of(String scope) {
    return Permissions.parse(scope, NO_SETS);
  }

  @Test
  void aCollectionAndAnActionArePermittedTogether() {
    Permissions some = of("atproto repo:com.example.foo?action=create");
    assertTrue(some.permit(new Need.Repo("com.example.foo", RepoAction.CREATE)));
    assertFalse(some.permit(new Need.Repo("com.example.foo", RepoAction.DELETE)));
    assertFalse(some.permit(new Need.Repo("com.example.bar", RepoAction.CREATE)));
    assertTrue(of("repo:*").permit(new Need.Repo("com.example.bar", RepoAction.UPDATE)));
    assertFalse(of("atproto").permit(new Need.Repo("com.example.foo", RepoAction.CREATE)));
  }

  @Test
  void aMethodAndItsServiceArePermittedTogether() {
    Need get = new Need.Rpc("com.example.get", API);
    assertTrue(of("rpc:com.example.get?aud=" + API.replace("#", "%23")).permit(get));
    assertTrue(of("rpc:com.example.get?aud=*").permit(get));
    assertTrue(of("rpc:*?aud=did:web:api.example.com%23svc").permit(get));
    assertFalse(of("rpc:com.example.get?aud=did:web:other.example%23svc").permit(get));
    assertFalse(of("rpc:com.example.put?aud=*").permit(get));
  }

  @Test
  void aMediaTypeIsInARange() {
    assertTrue(of("blob:video/*").permit(new Need.Blob("video/mp4")));
    assertTrue(of("blob:Video/MP4").permit(new Need.Blob("video/mp4")));
    assertFalse(of("blob:video/*").permit(new Need.Blob("image/png")));
    assertFalse(of("blob:*/*").permit(new Need.Blob("image/*")));
    assertFalse(of("blob:*/*").permit(new Need.Blob("nonsense")));
  }

  @Test
  void managingIncludesReading() {
    assertTrue(of("account:email?action=manage").permit(new Need.Account("email", false)));
    assertFalse(of("account:email").permit(new Need.Account("email", true)));
    assertFalse(of("account:repo").permit(new Need.Account("email", false)));
    assertTrue(of("identity:*").permit(new Need.Identity("handle")));
    assertFalse(of("identity:handle").permit(new Need.Identity("*")));
  }

  @Test
  void transitionalScopesReachWhatTheyDidBeforeTheOthers() {
    Need chat = new Need.Rpc("chat.bsky.convo.getLog", API);
    Permissions generic = of("atproto transition:generic");
    assertTrue(generic.permit(new Need.Repo("com.example.foo", RepoAction.DELETE)));
    assertTrue(generic.permit(new Need.Blob("video/mp4")));
    assertTrue(generic.permit(new Need.Rpc("app.bsky.feed.getTimeline", API)));
    assertTrue(generic.permit(new Need.Rpc("*", API)));
    assertFalse(generic.permit(chat));
    assertFalse(generic.permit(new Need.Account("email", false)));
    assertFalse(generic.permit(new Need.Account("repo", true)));
    assertFalse(generic.permit(new Need.Identity("handle")));
    assertTrue(of("transition:chat.bsky").permit(chat));
    assertTrue(of("transition:email").permit(new Need.Account("email", false)));
    assertFalse(of("transition:email").permit(new Need.Account("email", true)));
  }

  @Test
  void aNeedNamesTheScopeThatPermitsIt() {
    for (Need need :
        List.of(
            new Need.Account("email", true),
            new Need.Account("email", false),
            new Need.Blob("video/mp4"),
            new Need.Identity("*"),
            new Need.Repo("com.example.foo", RepoAction.UPDATE),
            new Need.Rpc("com.example.get", API))) {
      assertTrue(of(need.scope()).permit(need), need.scope());
    }
  }

  @Test
  void aSetGrantsWhatIsBelowItsOwnName() throws IOException {
    String set =
        """
        {"defs": {"main": {"type": "permission-set", "title": "Posts", "permissions": [
          {"resource": "rpc", "inheritAud": true, "lxm": ["com.example.get"]},
          {"resource": "rpc", "aud": "*", "lxm": ["com.example.any"]},
          {"resource": "rpc", "aud": "did:web:evil.example#svc", "lxm": ["com.example.fixed"]},
          {"resource": "rpc", "aud": "*", "lxm": ["org.other.get"]},
          {"resource": "repo", "action": ["create"], "collection": ["com.example.post"]},
          {"resource": "repo", "collection": ["com.example.post", "*"]},
          {"resource": "blob", "accept": ["*/*"]},
          {"resource": "identity", "attr": "*"}]}}}
        """;
    var json = new ObjectMapper().readTree(set);
    PermissionSets sets =
        new PermissionSets(nsid -> nsid.value().equals("com.example.auth") ? json : null);
    Permissions granted =
        Permissions.parse("atproto include:com.example.auth?aud=" + API.replace("#", "%23"), sets);
    assertTrue(granted.permit(new Need.Rpc("com.example.get", API)));
    assertFalse(granted.permit(new Need.Rpc("com.example.get", "did:web:other.example#svc")));
    assertTrue(granted.permit(new Need.Rpc("com.example.any", "did:web:other.example#svc")));
    assertFalse(granted.permit(new Need.Rpc("com.example.fixed", "did:web:evil.example#svc")));
    assertFalse(granted.permit(new Need.Rpc("org.other.get", API)));
    assertTrue(granted.permit(new Need.Repo("com.example.post", RepoAction.CREATE)));
    assertFalse(granted.permit(new Need.Repo("com.example.post", RepoAction.DELETE)));
    assertFalse(granted.permit(new Need.Blob("video/mp4")));
    assertFalse(granted.permit(new Need.Identity("handle")));
    assertEquals(
        "Posts",
        sets.title(app.tiktoktoe.atproto.syntax.Nsid.parse("com.example.auth")).orElseThrow());
    Permissions without = Permissions.parse("include:com.example.auth", sets);
    assertFalse(without.permit(new Need.Rpc("com.example.get", API)));
    assertFalse(
        Permissions.parse("include:com.example.none", sets)
            .permit(new Need.Rpc("com.example.get", API)));
  }
}
