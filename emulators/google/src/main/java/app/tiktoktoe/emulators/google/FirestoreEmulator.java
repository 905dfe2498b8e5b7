package app.tiktoktoe.emulators.google;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The official Firestore emulator (gRPC and REST on one port) in a child process. Its state lives
 * in memory: {@link #export} writes it out, {@link #load} and {@link Options#seed} read it in.
 * Thread-safe.
 */
public final class FirestoreEmulator implements AutoCloseable {
  private static final String MAIN_CLASS =
      "com.google.cloud.datastore.emulator.firestore.CloudFirestore";

  private final ChildProcess child;
  private final String hostPort;

  private FirestoreEmulator(ChildProcess child, String hostPort) {
    this.child = child;
    this.hostPort = hostPort;
  }

  /**
   * How to start it.
   *
   * @param port the port on 127.0.0.1, 0 for any free one
   * @param seed the {@code *.overall_export_metadata} file of an export to begin with, absent for
   *     an empty database
   * @param output receives each line that the emulator prints
   */
  public record Options(int port, @Nullable Path seed, Consumer<String> output) {
    /** An empty database on any free port, its output dropped. */
    public static Options anyPort() {
      return new Options(0, null, line -> {});
    }
  }

  /**
   * Starts the emulator and waits until it answers.
   *
   * @throws EmulatorMissingException when it is not on this machine
   * @throws EmulatorStartException when it does not come up, for instance because the port is taken
   */
  public static FirestoreEmulator start(EmulatorLocator locator, Options options) {
    int port = FreePorts.free(options.port(), "Firestore emulator");
    List<String> command =
        new ArrayList<>(
            List.of(
                ChildProcess.java().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                locator.firestoreJar().toString(),
                MAIN_CLASS,
                "start",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port)));
    Path seed = options.seed();
    if (seed != null) {
      command.addAll(List.of("--seed_from_export", seed.toAbsolutePath().toString()));
    }
    ChildProcess child =
        ChildProcess.start("Firestore emulator", command, Map.of(), options.output());
    return ready(child, "127.0.0.1:" + port);
  }

  private static FirestoreEmulator ready(ChildProcess child, String hostPort) {
    try {
      Readiness.await(child, hostPort);
      return new FirestoreEmulator(child, hostPort);
    } catch (EmulatorStartException e) {
      child.close();
      throw e;
    }
  }

  /** Starts the emulator of this machine on any free port, empty. */
  public static FirestoreEmulator start() {
    return start(new EmulatorLocator(System.getenv()), Options.anyPort());
  }

  /**
   * Writes the whole database of a project to {@code folder/name/}, and returns the file to give to
   * {@link Options#seed}. The folder must exist. The emulator answers requests meanwhile.
   *
   * @throws IOException when the emulator is gone or refuses
   */
  public Path export(String projectId, Path folder, String name) throws IOException {
    String body =
        """
        {"database":"projects/%s/databases/(default)","export_directory":"%s","export_name":"%s"}\
        """
            .formatted(projectId, escaped(folder.toAbsolutePath().toString()), escaped(name));
    ask(projectId, "export", body);
    return folder.resolve(name).resolve(name + ".overall_export_metadata");
  }

  /**
   * Writes every document of an export over what the project's database holds; documents that are
   * not in the export stay. The emulator answers requests meanwhile.
   *
   * @param metadata the {@code *.overall_export_metadata} file
   * @throws IOException when the emulator is gone or refuses
   */
  public void load(String projectId, Path metadata) throws IOException {
    String body =
        """
        {"database":"projects/%s/databases/(default)","export_directory":"%s"}\
        """
            .formatted(projectId, escaped(metadata.toAbsolutePath().toString()));
    ask(projectId, "import", body);
  }

  private void ask(String projectId, String verb, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://" + hostPort + "/emulator/v1/projects/" + projectId + ":" + verb))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = send(request);
    if (answer.statusCode() != 200) {
      throw new IOException(
          "Firestore " + verb + " refused: " + answer.statusCode() + " " + answer.body());
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static HttpResponse<String> send(HttpRequest request) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking the emulator", e);
    }
  }

  /** Its address, for example {@code 127.0.0.1:41231}. */
  public String hostPort() {
    return hostPort;
  }

  /** The process id. */
  public long pid() {
    return child.pid();
  }

  /** Completes with the exit code when the process ends, for whatever reason. */
  public CompletableFuture<Integer> onExit() {
    return child.onExit();
  }

  @Override
  public void close() {
    child.close();
  }
}
