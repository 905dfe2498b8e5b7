package app.tiktoktoe.emulators.host;

import com.google.cloud.functions.invoker.runner.Invoker;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Runs functions in this JVM, each through the functions framework's own invoker, on its own port,
 * with a class loader over its own bundle. Arguments: {@code name=port=bundle=class}, one per
 * function. Prints a JSON line for each function that listens, then {@code host ready}; runs until
 * it is told to end. Exit code 1 when a function does not start.
 */
public final class FunctionHost {
  private static final String SIGNATURE = "http";

  private final PrintStream out;
  private final List<Invoker> running = new ArrayList<>();

  FunctionHost(PrintStream out) {
    this.out = out;
  }

  /** Starts every function that the arguments name. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    FunctionHost host = new FunctionHost(out);
    try {
      for (FunctionSpec spec : Arrays.stream(arguments).map(FunctionSpec::parse).toList()) {
        host.start(spec);
      }
    } catch (Exception e) {
      out.println("host failed: " + rootOf(e));
      Runtime.getRuntime().halt(1);
    }
    out.println("host ready");
    new CountDownLatch(1).await();
  }

  private static Throwable rootOf(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? e : rootOf(cause);
  }

  void start(FunctionSpec spec) throws Exception {
    long begin = System.nanoTime();
    Invoker invoker = new Invoker(spec.port(), spec.entryClass(), SIGNATURE, loaderOf(spec));
    invoker.startTestServer();
    running.add(invoker);
    long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    out.println(
        "{\"severity\":\"INFO\",\"message\":\"function started\",\"function\":\"%s\",\"port\":%d,\"durationMs\":%d}"
            .formatted(spec.name(), spec.port(), millis));
  }

  private static ClassLoader loaderOf(FunctionSpec spec) throws MalformedURLException {
    URL jar = spec.bundle().resolve("function.jar").toUri().toURL();
    return new URLClassLoader(
        spec.name(), new URL[] {jar}, new FrameworkOnlyLoader(FunctionHost.class.getClassLoader()));
  }

  void stop() throws Exception {
    for (Invoker invoker : running) {
      invoker.stopServer();
    }
    running.clear();
  }
}
