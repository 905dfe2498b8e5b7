package app.tiktoktoe.xrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** No method is answered whose wiring does not say who may call it. */
class RouteTest {
  private static final XrpcMethod NOTHING = call -> Reply.empty();

  @Test
  @SuppressWarnings("NullAway")
  void aMethodWithoutALevelDoesNotStart() {
    NullPointerException refused =
        assertThrows(
            NullPointerException.class,
            () -> Route.method("app.bsky.feed.getPosts", null, NOTHING));
    assertEquals("/xrpc/app.bsky.feed.getPosts has no level", refused.getMessage());
  }

  @Test
  void aMethodIsNoPath() {
    String path = "/xrpc/app.bsky.feed.getPosts";
    assertThrows(IllegalArgumentException.class, () -> Route.path(path, NOTHING));
    assertThrows(IllegalArgumentException.class, () -> Route.form(path, NOTHING));
    assertEquals(Optional.empty(), Route.path("/xrpc/_health", NOTHING).nsid());
  }

  @Test
  void thereIsNoLevelByDefault() {
    List<String> makers =
        Arrays.stream(Route.class.getDeclaredMethods())
            .filter(method -> Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
            .filter(method -> method.getReturnType().equals(Route.class))
            .filter(method -> !Arrays.asList(method.getParameterTypes()).contains(Auth.class))
            .map(Method::getName)
            .sorted()
            .toList();
    assertEquals(List.of("form", "path"), makers);
  }
}
