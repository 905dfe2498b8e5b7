package app.tiktoktoe.emulators.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where calls lead that name the service that shall answer. */
class RoutesTest {
  private static final URI ORIGIN = URI.create("http://127.0.0.1:1");

  private static String target(boolean everything, String path, String named) {
    Routes routes =
        new Routes(
            TwoFunctions.catalogue(),
            Map.of("feed", ORIGIN, "auth", ORIGIN),
            Map.of(),
            ORIGIN,
            Optional.of(new Routes.Proxy("auth", "did:web:ours.test", everything)));
    return switch (routes.find(path, named)) {
      case Routes.Target.Function(String name, _) -> name;
      case Routes.Target.PublicObject _ -> "object";
      case Routes.Target.UnknownMethod _ -> "501";
      case Routes.Target.Unknown _ -> "404";
    };
  }

  @ParameterizedTest
  @CsvSource({
    "/xrpc/app.bsky.feed.getTimeline, '', feed",
    "/xrpc/app.bsky.feed.getTimeline, did:web:ours.test#bsky_appview, feed",
    "/xrpc/app.bsky.feed.getTimeline, did:web:other.test#bsky_appview, auth",
    "/xrpc/app.bsky.feed.getTimeline, did:web:ours.test.evil.test#x, auth",
    "/xrpc/app.bsky.feed.getTimeline, '#', auth",
    "/xrpc/com.atproto.repo.getRecord, did:web:other.test#bsky_appview, feed",
    "/xrpc/com.atproto.moderation.createReport, did:web:other.test#labeler, auth",
    "/xrpc/com.atproto.moderation.createReport, '', 501",
    "/xrpc/app.example.any, did:web:ours.test#x, 501",
    "/feed.txt, did:web:other.test#x, feed",
    "/other.txt, did:web:other.test#x, 404"
  })
  void aCallThatNamesAnotherServiceIsPassedOn(String path, String named, String expected) {
    assertEquals(expected, target(false, path, named));
  }

  @ParameterizedTest
  @CsvSource({
    "/xrpc/app.bsky.feed.getTimeline, '', feed",
    "/xrpc/app.example.any, '', auth",
    "/xrpc/app.example.any, did:web:ours.test#x, auth",
    "/other.txt, '', 404"
  })
  void withADefaultSoIsWhatNobodyServes(String path, String named, String expected) {
    assertEquals(expected, target(true, path, named));
  }

  @Test
  void functionsGetWhatIsNamedAndHasAValue() {
    assertEquals(
        Map.of("VALKEY_URL", "redis://localhost:6379", "PROXY_DEFAULT", "did:web:a.test#b"),
        Stack.passed(
            Map.of(
                "VALKEY_URL", "redis://localhost:6379",
                "PROXY_DEFAULT", "did:web:a.test#b",
                "PROXY_SERVICES", " ",
                "HOME", "/home/someone")));
  }
}
