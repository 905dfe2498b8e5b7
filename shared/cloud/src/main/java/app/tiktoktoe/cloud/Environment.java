package app.tiktoktoe.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The environment of one function, read in one place. Immutable.
 *
 * <p>{@code K_SERVICE} says that this is the cloud. An instance that finds it together with any
 * {@code *_EMULATOR_HOST} refuses to start: an emulator accepts everybody.
 */
public final class Environment {
  private final Map<String, String> values;

  private Environment(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Takes the variables and checks that each of {@code required} has a value.
   *
   * @throws MissingConfigurationException naming every missing variable, or the emulator variables
   *     found in the cloud
   */
  public static Environment of(Map<String, String> variables, String... required) {
    Environment environment = new Environment(variables);
    List<String> faults = new ArrayList<>();
    Stream.of(required)
        .filter(name -> environment.find(name).isEmpty())
        .forEach(name -> faults.add(name + " is not set"));
    if (variables.containsKey("K_SERVICE")) {
      variables.keySet().stream()
          .filter(name -> name.endsWith("_EMULATOR_HOST"))
          .sorted()
          .forEach(name -> faults.add(name + " must not be set in the cloud"));
    }
    if (!faults.isEmpty()) {
      throw new MissingConfigurationException(String.join("; ", faults));
    }
    return environment;
  }

  /**
   * The value of a required variable.
   *
   * @throws MissingConfigurationException when it is absent or blank
   */
  public String text(String name) {
    return find(name).orElseThrow(() -> new MissingConfigurationException(name + " is not set"));
  }

  /** The value of an optional variable; a blank one counts as absent. */
  public Optional<String> find(String name) {
    @Nullable String value = values.get(name);
    return Optional.ofNullable(value).filter(v -> !v.isBlank());
  }

  /** True on Google Cloud. */
  public boolean isCloud() {
    return values.containsKey("K_SERVICE");
  }
}
