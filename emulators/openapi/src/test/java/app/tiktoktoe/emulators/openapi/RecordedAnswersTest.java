package app.tiktoktoe.emulators.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the official servers answered fits the schemas, and what lacks a part of it does not. */
class RecordedAnswersTest {
  private static final String DOCUMENT = "http://localhost/openapi.json";
  private static final Path RECORDED = Path.of("../../shared/lexicons/src/test/resources/interop");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode document;
  private final JsonSchemaFactory schemas;

  RecordedAnswersTest() throws IOException {
    Catalogue catalogue = Catalogue.read(Path.of("../../functions/catalogue.yaml"));
    document =
        new OpenApi(catalogue, new ClasspathLexicons(), "1.2.3").document(OpenApiTest.SERVER);
    JsonMetaSchema dialect =
        JsonMetaSchema.builder(JsonMetaSchema.getV202012())
            .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
            .build();
    schemas =
        JsonSchemaFactory.builder()
            .metaSchema(dialect)
            .defaultMetaSchemaIri(dialect.getIri())
            .schemaLoaders(loaders -> loaders.schemas(Map.of(DOCUMENT, document.toString())))
            .build();
  }

  private record Answer(String path, int status, JsonNode body) {
    String method() {
      return path.substring(path.lastIndexOf('/') + 1).split("\\?", 2)[0];
    }
  }

  private static List<Answer> answers() throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (JsonNode one : exchanges("official-pds-transcript.json")) {
      JsonNode response = one.path("response");
      String path = one.path("request").path("path").asText();
      answers.add(new Answer(path, response.path("status").asInt(), response.path("body")));
    }
    for (JsonNode one : exchanges("official-appview-samples.json")) {
      answers.add(
          new Answer(one.path("path").asText(), one.path("status").asInt(), one.path("body")));
    }
    return answers;
  }

  private static JsonNode exchanges(String file) throws IOException {
    return JSON.readTree(RECORDED.resolve(file).toFile()).path("exchanges");
  }

  private Set<ValidationMessage> violations(String method, JsonNode body) {
    String verb = document.path("paths").path("/xrpc/" + method).has("get") ? "get" : "post";
    String schema =
        "#/paths/~1xrpc~1%s/%s/responses/200/content/application~1json/schema"
            .formatted(method, verb);
    return schemas.getSchema(SchemaLocation.of(DOCUMENT + schema)).validate(body);
  }

  @Test
  void fit() throws IOException {
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (Answer answer : answers()) {
      boolean listed = document.path("paths").has("/xrpc/" + answer.method());
      if (listed && answer.status() == 200 && answer.body().isObject()) {
        violations(answer.method(), answer.body())
            .forEach(violation -> wrong.add(answer.method() + " " + violation));
        checked++;
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(checked >= 50, checked + " checked");
  }

  @Test
  void doNotFitWithoutWhatIsRequired() throws IOException {
    int checked = 0;
    for (Answer answer : answers()) {
      if (answer.status() == 200 && answer.method().equals("app.bsky.feed.getTimeline")) {
        for (String pointer :
            List.of("/feed/0/post/author", "/feed/0/post/record", "/feed/0/post")) {
          JsonNode broken = answer.body().deepCopy();
          int last = pointer.lastIndexOf('/');
          if (broken.at(pointer.substring(0, last)) instanceof ObjectNode parent
              && parent.remove(pointer.substring(last + 1)) != null) {
            assertFalse(violations(answer.method(), broken).isEmpty(), pointer);
            checked++;
          }
        }
      }
    }
    assertTrue(checked >= 3, checked + " checked");
  }
}
