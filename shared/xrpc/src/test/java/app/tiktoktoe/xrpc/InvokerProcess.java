package app.tiktoktoe.xrpc;

import app.tiktoktoe.emulators.google.FreePorts;
import com.google.cloud.functions.invoker.runner.Invoker;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** {@link SlowFunction} in a process of its own, started as the buildpack starts a function. */
final class InvokerProcess implements AutoCloseable {
  private final int port;
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final HttpClient client = HttpClient.newHttpClient();

  private InvokerProcess(int port, Process process) {
    this.port = port;
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  static InvokerProcess start(Map<String, String> environment) throws Exception {
    int port = FreePorts.choose();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            Path.of(Invoker.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString(),
            Invoker.class.getName(),
            "--classpath",
            System.getProperty("java.class.path"),
            "--target",
            SlowFunction.class.getName(),
            "--port",
            Integer.toString(port));
    builder.redirectErrorStream(true);
    builder.environment().put("GOOGLE_CLOUD_PROJECT", "demo");
    builder.environment().put("K_SERVICE", "slow");
    builder.environment().putAll(environment);
    InvokerProcess started = new InvokerProcess(port, builder.start());
    started.awaitListening();
    return started;
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(lines::add);
    } catch (IOException e) {
      lines.add("output lost: " + e);
    }
  }

  private void awaitListening() throws Exception {
    while (true) {
      try (Socket _ = new Socket("localhost", port)) {
        return;
      } catch (ConnectException e) {
        if (!process.isAlive()) {
          throw new IllegalStateException(String.join("\n", lines), e);
        }
        Thread.sleep(50);
      }
    }
  }

  CompletableFuture<HttpResponse<String>> get(String path) {
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
        BodyHandlers.ofString());
  }

  /** Waits until {@code count} lines with {@code words} were printed. */
  void await(String words, int count) throws InterruptedException {
    while (lines.stream().filter(line -> line.contains(words)).count() < count) {
      if (!process.isAlive()) {
        throw new IllegalStateException(String.join("\n", lines));
      }
      Thread.sleep(20);
    }
  }

  void terminate() {
    process.toHandle().destroy();
  }

  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not end");
    }
    return process.exitValue();
  }

  /** What it has printed so far. */
  List<String> printed() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    client.shutdownNow();
    process.destroyForcibly();
  }
}
