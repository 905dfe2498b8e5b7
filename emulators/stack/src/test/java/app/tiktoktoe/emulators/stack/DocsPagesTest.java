package app.tiktoktoe.emulators.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.emulators.openapi.OpenApi;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocsPagesTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([a-z-]+\\.(?:js|css))\"");

  private final Gateway gateway = Gateway.bind(0);
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @BeforeEach
  void serve() {
    OpenApi openApi = new OpenApi(TwoFunctions.catalogue(), new ClasspathLexicons(), "1.2.3");
    gateway.serve(
        new Routes(TwoFunctions.catalogue(), Map.of(), Map.of(), NOWHERE, Optional.empty()),
        new DocsPages(openApi, URI.create("http://localhost:2583")));
  }

  @AfterEach
  void close() {
    client.close();
    gateway.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://localhost:" + gateway.port() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void hasEverythingThatThePageNames() throws Exception {
    HttpResponse<String> page = get("/docs");
    assertEquals("/docs/", page.uri().getPath());
    assertEquals(4, LINK.matcher(page.body()).results().count());
    for (String file : LINK.matcher(page.body()).results().map(link -> link.group(1)).toList()) {
      assertEquals(200, get("/docs/" + file).statusCode(), file);
    }
    assertEquals(404, get("/docs/other.js").statusCode());
    assertEquals(404, get("/docs/../docs.js").statusCode());
    assertEquals(404, get("/documents").statusCode());
  }

  @Test
  void showsTheMethodsOfThisStack() throws Exception {
    JsonNode document = new ObjectMapper().readTree(get("/docs/openapi.json").body());
    assertEquals("http://localhost:2583", document.at("/servers/0/url").asText());
    assertEquals(2, document.path("paths").size());
    assertTrue(document.path("paths").has("/xrpc/app.bsky.feed.getTimeline"));
  }
}
