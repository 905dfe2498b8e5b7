package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.cloud.RequestBody;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.functions.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One call of a method, checked against the method's lexicon. Used by one thread.
 *
 * @param method the method, or empty for a path outside {@code /xrpc}
 * @param parameters the query parameters with their types and the lexicon's defaults
 * @param input the JSON input; empty when the method takes none or takes bytes
 * @param caller the session, where the {@link Auth} level asks for one or one was sent
 * @param clientAddress the client's network address, as the balancer saw it
 */
public record Call(
    Optional<Nsid> method,
    ObjectNode parameters,
    ObjectNode input,
    Optional<Caller> caller,
    String clientAddress,
    HttpRequest http) {

  /** The session of a method whose level guarantees one. */
  public Caller session() {
    return caller.orElseThrow(() -> new IllegalStateException(method + " has no session"));
  }

  /** A parameter that the lexicon requires or gives a default. */
  public String text(String parameter) {
    return required(parameter).textValue();
  }

  /** An optional parameter. */
  public Optional<String> findText(String parameter) {
    return Optional.ofNullable(parameters.get(parameter)).map(JsonNode::textValue);
  }

  /** An integer parameter that the lexicon requires or gives a default. */
  public int number(String parameter) {
    return required(parameter).intValue();
  }

  /** The values of an array parameter. */
  public List<String> texts(String parameter) {
    List<String> values = new ArrayList<>();
    parameters.path(parameter).forEach(value -> values.add(value.textValue()));
    return values;
  }

  private JsonNode required(String parameter) {
    JsonNode value = parameters.get(parameter);
    if (value == null) {
      throw Refusal.invalid("Params must have the property \"" + parameter + "\"").asException();
    }
    return value;
  }

  /** The first value of a request header, whatever its case. */
  public Optional<String> header(String name) {
    return http.getFirstHeader(name).or(() -> http.getFirstHeader(name.toLowerCase(Locale.ROOT)));
  }

  /** The query as it came, without the question mark; empty when there is none. */
  public String rawQuery() {
    return RawTarget.of(http).query();
  }

  /** The media type of the body, without parameters. */
  public Optional<String> contentType() {
    return http.getContentType().map(type -> type.split(";", 2)[0].strip());
  }

  /** The raw body of a method that takes bytes; to be read once. */
  public InputStream body() throws IOException {
    return RequestBody.of(http);
  }
}
