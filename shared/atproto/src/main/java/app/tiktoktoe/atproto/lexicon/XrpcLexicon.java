package app.tiktoktoe.atproto.lexicon;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The contract of one XRPC method. Immutable and thread-safe. */
public final class XrpcLexicon {
  private static final ValuePath INPUT = ValuePath.root("Input");
  private static final ValuePath OUTPUT = ValuePath.root("Output");

  private final Kind kind;
  private final ParametersSchema parameters;
  private final Body input;
  private final Body output;
  private final Set<String> errors;

  XrpcLexicon(Kind kind, ParametersSchema parameters, Body input, Body output, Set<String> errors) {
    this.kind = kind;
    this.parameters = parameters;
    this.input = input;
    this.output = output;
    this.errors = Set.copyOf(errors);
  }

  /** How a method is called. */
  public enum Kind {
    /** GET. */
    QUERY,
    /** POST. */
    PROCEDURE,
    /** GET that becomes a WebSocket. */
    SUBSCRIPTION
  }

  /** What a body must be; both null when there is none. */
  record Body(@Nullable String encoding, @Nullable Schema schema) {
    static final Body NONE = new Body(null, null);

    Optional<LexiconViolation> check(JsonNode body, ValuePath root) {
      return schema == null ? Optional.empty() : Optional.ofNullable(schema.check(body, root));
    }
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Types, completes and checks a decoded query string. A parameter that is not declared is
   * ignored, an empty value counts as absent.
   */
  public Parameters parseParameters(Map<String, List<String>> query) {
    return parameters.parse(query);
  }

  /** The content type of the request's body, which may be a pattern; empty when it has no body. */
  public Optional<String> inputEncoding() {
    return Optional.ofNullable(input.encoding);
  }

  /** Checks a JSON body; always content when the lexicon gives no schema for it. */
  public Optional<LexiconViolation> checkInput(JsonNode body) {
    return input.check(body, INPUT);
  }

  /** The content type of the answer's body, which may be a pattern; empty when it has no body. */
  public Optional<String> outputEncoding() {
    return Optional.ofNullable(output.encoding);
  }

  /** Checks a JSON answer; always content when the lexicon gives no schema for it. */
  public Optional<LexiconViolation> checkOutput(JsonNode body) {
    return output.check(body, OUTPUT);
  }

  /** Everything that may hold references. */
  Stream<Schema> schemas() {
    return Stream.of(parameters.schema(), input.schema, output.schema).filter(Objects::nonNull);
  }

  /** The names of the errors that the method declares. */
  public Set<String> errors() {
    return errors;
  }
}
