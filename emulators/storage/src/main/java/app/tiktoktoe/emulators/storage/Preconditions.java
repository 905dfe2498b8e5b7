package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of an object's present state; generation 0 stands for no object.
 *
 * @see <a href="https://docs.cloud.google.com/storage/docs/request-preconditions">Preconditions</a>
 */
record Preconditions(
    @Nullable Long generationMatch,
    @Nullable Long generationNotMatch,
    @Nullable Long metagenerationMatch,
    @Nullable Long metagenerationNotMatch) {

  static final Preconditions NONE = new Preconditions(null, null, null, null);

  static Preconditions of(Query query) {
    return of(query, "if");
  }

  /** Reads {@code PREFIXGenerationMatch} and its kin, for {@code if} and {@code ifSource}. */
  static Preconditions of(Query query, String prefix) {
    return new Preconditions(
        query.number(prefix + "GenerationMatch"),
        query.number(prefix + "GenerationNotMatch"),
        query.number(prefix + "MetagenerationMatch"),
        query.number(prefix + "MetagenerationNotMatch"));
  }

  static Preconditions of(Headers headers) {
    return new Preconditions(
        number(headers, "x-goog-if-generation-match"),
        null,
        number(headers, "x-goog-if-metageneration-match"),
        null);
  }

  private static @Nullable Long number(Headers headers, String name) {
    String value = headers.getFirst(name);
    return value == null ? null : Query.parseNumber(name, value);
  }

  static Preconditions fromJson(JsonNode json) {
    return new Preconditions(
        Json.number(json, "ifGenerationMatch"),
        Json.number(json, "ifGenerationNotMatch"),
        Json.number(json, "ifMetagenerationMatch"),
        Json.number(json, "ifMetagenerationNotMatch"));
  }

  ObjectNode toJson() {
    return Json.object()
        .put("ifGenerationMatch", generationMatch)
        .put("ifGenerationNotMatch", generationNotMatch)
        .put("ifMetagenerationMatch", metagenerationMatch)
        .put("ifMetagenerationNotMatch", metagenerationNotMatch);
  }

  void checkWrite(@Nullable StoredObject current) {
    if (!matches(current) || differsNot(current)) {
      throw RefusedException.preconditionFailed();
    }
  }

  /** A read that fails to match is refused; one that fails to differ is answered 304. */
  void checkRead(StoredObject current) {
    if (!matches(current)) {
      throw RefusedException.preconditionFailed();
    }
    if (differsNot(current)) {
      throw RefusedException.notModified();
    }
  }

  private boolean matches(@Nullable StoredObject current) {
    long generation = current == null ? 0 : current.generation();
    long metageneration = current == null ? 0 : current.metageneration();
    return (generationMatch == null || generationMatch == generation)
        && (metagenerationMatch == null
            || (current != null && metagenerationMatch == metageneration));
  }

  private boolean differsNot(@Nullable StoredObject current) {
    long generation = current == null ? 0 : current.generation();
    return (generationNotMatch != null && generationNotMatch == generation)
        || (metagenerationNotMatch != null
            && current != null
            && metagenerationNotMatch == current.metageneration());
  }
}
