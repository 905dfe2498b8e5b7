package app.tiktoktoe.bench;

import app.tiktoktoe.emulators.bundles.Sample;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One way to start one function.
 *
 * @param function its name in the table
 * @param packaging the column
 * @param command how it is started, without the cores
 * @param folder where
 * @param environment beside {@code PORT}
 * @param sample the request whose answer ends the measurement
 */
record Start(
    String function,
    Packaging packaging,
    List<String> command,
    Path folder,
    Map<String, String> environment,
    Sample sample) {
  /** Copies the lists. */
  Start {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
