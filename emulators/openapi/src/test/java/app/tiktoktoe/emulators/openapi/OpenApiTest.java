package app.tiktoktoe.emulators.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.Trigger;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  static final URI SERVER = URI.create("http://localhost:2583");

  private final Catalogue catalogue;
  private final ObjectNode document;

  OpenApiTest() throws IOException {
    catalogue = Catalogue.read(Path.of("../../functions/catalogue.yaml"));
    document = new OpenApi(catalogue, new ClasspathLexicons(), "1.2.3").document(SERVER);
  }

  @Test
  void hasEachMethodOfTheCatalogueOnce() {
    Set<String> methods = new TreeSet<>();
    catalogue
        .functions()
        .values()
        .forEach(
            function -> {
              if (function.trigger() instanceof Trigger.Http http) {
                http.methods().keySet().forEach(nsid -> methods.add("/xrpc/" + nsid));
              }
            });
    Set<String> paths = new TreeSet<>();
    document.path("paths").fieldNames().forEachRemaining(paths::add);
    assertEquals(methods, paths);
  }

  @Test
  void isOpenApiByAnIndependentReader() {
    SwaggerParseResult read = new OpenAPIV3Parser().readContents(document.toString());
    assertEquals(List.of(), read.getMessages());
    assertEquals(document.path("paths").size(), read.getOpenAPI().getPaths().size());
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = document.findValuesAsText("$ref");
    assertTrue(references.size() > 500, () -> references.size() + " references");
    for (String reference : references) {
      JsonNode target = document.at(reference.substring(1));
      assertTrue(target.isObject(), reference);
    }
  }

  @Test
  void saysWhoMayCallAndHow() {
    assertEquals("1.2.3", document.at("/info/version").asText());
    JsonNode profile = operation("app.bsky.actor.getProfile", "get");
    assertEquals("[{},{\"session\":[]},{\"oauth\":[]}]", profile.path("security").toString());
    JsonNode timeline = operation("app.bsky.feed.getTimeline", "get");
    assertEquals("feed", timeline.path("x-function").asText());
    assertEquals("[{\"session\":[]},{\"oauth\":[]}]", timeline.path("security").toString());
    assertEquals("limit", timeline.at("/parameters/1/name").asText());
    assertEquals(100, timeline.at("/parameters/1/schema/maximum").asInt());
    JsonNode create = operation("com.atproto.server.createAccount", "post");
    assertEquals("[]", create.path("security").toString());
    assertTrue(
        create.at("/responses/4XX/description").asText().contains("`HandleNotAvailable`"),
        create.path("responses")::toString);
    JsonNode upload = operation("com.atproto.repo.uploadBlob", "post");
    assertEquals("{\"*/*\":{}}", upload.at("/requestBody/content").toString());
  }

  private JsonNode operation(String method, String verb) {
    return document.path("paths").path("/xrpc/" + method).path(verb);
  }

  @Test
  void aMethodWithoutALexiconIsRefused() {
    OpenApi without = new OpenApi(catalogue, nsid -> null, "1.2.3");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> without.document(SERVER));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("No lexicon of a method app."), message);
  }
}
