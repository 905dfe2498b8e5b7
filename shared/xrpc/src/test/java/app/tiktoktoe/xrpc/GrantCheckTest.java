package app.tiktoktoe.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.oauth.Permissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GrantCheckTest {
  private static final Set<Auth> SESSION =
      EnumSet.of(Auth.OPTIONAL, Auth.AUTHENTICATED, Auth.OWNER, Auth.UPLOAD);

  private static Set<Auth> reach(Grant grant) {
    return EnumSet.allOf(Auth.class).stream()
        .filter(
            level ->
                level != Auth.PUBLIC
                    && level != Auth.ADMIN
                    && level != Auth.MODERATOR
                    && level != Auth.REFRESH)
        .filter(level -> GrantCheck.refusal(level, grant).isEmpty())
        .collect(Collectors.toSet());
  }

  private static Set<Auth> andFull(Set<Auth> levels) {
    return EnumSet.copyOf(
        java.util.stream.Stream.concat(levels.stream(), java.util.stream.Stream.of(Auth.FULL))
            .toList());
  }

  @Test
  void aPasswordReachesAllAnAppPasswordNotTheAccount() {
    assertEquals(andFull(SESSION), reach(Grant.full()));
    assertEquals(SESSION, reach(new Grant.AppPassword(true)));
    assertEquals(SESSION, reach(new Grant.AppPassword(false)));
    assertEquals(
        andFull(SESSION),
        reach(new Grant.OAuth(new Permissions(List.of()), "did:web:a.example#b")));
    assertEquals(Set.of(Auth.UPLOAD), reach(new Grant.Service()));
    assertEquals(Set.of(), reach(new Grant.Operator()));
  }

  @Test
  void anAppRefreshesByOauthAlone() {
    assertEquals(
        "InvalidToken",
        GrantCheck.refusal(
                Auth.REFRESH, new Grant.OAuth(new Permissions(List.of()), "did:web:a.example#b"))
            .orElseThrow()
            .error());
  }
}
