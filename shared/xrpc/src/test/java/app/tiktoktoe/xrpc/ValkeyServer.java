package app.tiktoktoe.xrpc;

import app.tiktoktoe.emulators.google.FreePorts;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The real server, keeping nothing, on a port of its own that it has again after its death. */
final class ValkeyServer implements AutoCloseable {
  private static final int TRIES = 200;

  private final Path program;
  private final int port;
  private Process process;

  private ValkeyServer(Path program, int port) throws IOException {
    this.program = program;
    this.port = port;
    this.process = process();
  }

  static ValkeyServer start() throws IOException {
    int port = FreePorts.choose();
    return new ValkeyServer(program(), port);
  }

  private static Path program() {
    return Stream.of(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
        .flatMap(
            folder -> Stream.of(Path.of(folder, "valkey-server"), Path.of(folder, "redis-server")))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "neither valkey-server nor redis-server on the PATH:"
                        + " apt-get install redis-server"));
  }

  private Process process() throws IOException {
    Process started =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "--port",
                    Integer.toString(port),
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--appendonly",
                    "no"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start();
    awaitOpen();
    return started;
  }

  private void awaitOpen() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        pause();
      }
    }
    throw new IOException("the server does not listen");
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  ValkeyAddress address() {
    return new ValkeyAddress(URI.create("redis://127.0.0.1:" + port), Optional.empty(), false);
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** With nothing in it. */
  void startAgain() throws IOException {
    process = process();
  }

  /** It lives, and does nothing. */
  void freeze() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
