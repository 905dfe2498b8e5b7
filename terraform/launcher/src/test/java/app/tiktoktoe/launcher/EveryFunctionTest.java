package app.tiktoktoe.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.testkit.ServedFunction;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EveryFunctionTest {
  private static @Nullable EveryFunction every;

  /** What the framework builds: {@link EveryFunction} over the test's routes. */
  public static final class Entry implements HttpFunction {
    @Override
    public void service(HttpRequest request, HttpResponse response) throws Exception {
      Objects.requireNonNull(every).service(request, response);
    }
  }

  @BeforeEach
  void routes(@TempDir Path folder) throws IOException {
    String entry = CountingFunction.class.getName();
    Path file =
        Files.writeString(
            folder.resolve("routes.properties"),
            "/xrpc/a.b.c = %s\n/_events/a/ = %s\n/bad = no.such.Function\n"
                .formatted(entry, entry));
    every = new EveryFunction(Routes.read(file));
    CountingFunction.BUILT.set(0);
  }

  @Test
  void routesByTheExactPathAndBuildsOnce() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient();
        ServedFunction served = new ServedFunction(Entry.class).start()) {
      assertEquals(0, CountingFunction.BUILT.get());
      assertEquals("/xrpc/a.b.c 1", get(client, served.origin(), "/xrpc/a.b.c?x=1"));
      assertEquals("/_events/a/ 1", get(client, served.origin(), "/_events/a/"));
      assertTrue(get(client, served.origin(), "/xrpc/a.b.c/").contains("NotFound"));
      assertEquals("", get(client, served.origin(), "/bad"));
    }
  }

  private static String get(HttpClient client, String origin, String target) throws Exception {
    URI uri = URI.create(origin + target);
    return client
        .send(java.net.http.HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }
}
