package app.tiktoktoe.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code functions/catalogue.yaml}: the list of everything that is deployed, in the file's order.
 * Immutable.
 *
 * @param topics by name
 * @param buckets by name
 * @param secrets by name
 * @param functions by name
 */
public record Catalogue(
    Map<String, Topic> topics,
    Map<String, Bucket> buckets,
    Map<String, Secret> secrets,
    Map<String, FunctionEntry> functions) {

  /** Copies the maps. */
  public Catalogue {
    topics = ordered(topics);
    buckets = ordered(buckets);
    secrets = ordered(secrets);
    functions = ordered(functions);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * Reads and checks the file.
   *
   * @throws InvalidCatalogueException with every fault
   * @throws IOException when the file cannot be read
   */
  public static Catalogue read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /**
   * Checks the text of a catalogue.
   *
   * @throws InvalidCatalogueException with every fault
   */
  public static Catalogue parse(String yaml) {
    return new CatalogueReader().read(tree(yaml));
  }

  private static JsonNode tree(String yaml) {
    try {
      return YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build()
          .readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new InvalidCatalogueException(List.of("not YAML: " + e.getOriginalMessage()));
    }
  }

  /**
   * The function of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public FunctionEntry function(String name) {
    return Optional.ofNullable(functions.get(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No function " + name + "; there are " + functions.keySet()));
  }
}
