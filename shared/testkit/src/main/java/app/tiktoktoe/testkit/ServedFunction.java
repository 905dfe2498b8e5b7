package app.tiktoktoe.testkit;

import app.tiktoktoe.emulators.google.FreePorts;
import com.google.cloud.functions.invoker.runner.Invoker;

/**
 * A function behind the framework's own server, in this process, as it runs in the cloud. What the
 * function's constructor reads must be there before the start. One thread starts and closes it.
 */
public final class ServedFunction implements AutoCloseable {
  private final int port;
  private final Invoker invoker;

  /**
   * Chooses a port; nothing runs yet.
   *
   * @param function a class with a constructor without parameters
   */
  public ServedFunction(Class<?> function) {
    this.port = FreePorts.choose();
    this.invoker = new Invoker(port, function.getName(), "http", function.getClassLoader());
  }

  /**
   * Builds the function and serves it.
   *
   * @throws Exception what its constructor threw
   */
  public ServedFunction start() throws Exception {
    invoker.startTestServer();
    return this;
  }

  /** The port on the loopback address. */
  public int port() {
    return port;
  }

  /** For example {@code http://localhost:10000}. */
  public String origin() {
    return "http://localhost:" + port;
  }

  /**
   * Ends the server.
   *
   * @throws IllegalStateException when it does not end
   */
  @Override
  public void close() {
    try {
      invoker.stopServer();
    } catch (Exception e) {
      throw new IllegalStateException("The server of the function does not end", e);
    }
  }
}
