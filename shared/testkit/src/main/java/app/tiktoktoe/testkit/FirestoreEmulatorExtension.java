package app.tiktoktoe.testkit;

import app.tiktoktoe.emulators.google.FirestoreEmulator;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test a {@link Firestore} parameter on the official emulator: one emulator process for the
 * JVM, started at the first use; an empty project, and so an empty database, for each top-level
 * test class. {@link #hostPort()} gives the address to tests that build their own client. What is
 * asked of the emulator is recorded for {@code emulators/rules}.
 */
public final class FirestoreEmulatorExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(FirestoreEmulatorExtension.class);
  private static final AtomicInteger PROJECTS = new AtomicInteger();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Firestore.class;
  }

  @Override
  public Firestore resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return classStore(context)
        .computeIfAbsent(Client.class, key -> Client.open(freshProject()), Client.class)
        .firestore();
  }

  private static ExtensionContext.Store classStore(ExtensionContext context) {
    ExtensionContext top = context;
    while (top.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
      top = top.getParent().get();
    }
    return top.getStore(NAMESPACE);
  }

  /** A project id that no other test of this JVM has. */
  public static String freshProject() {
    return "demo-test-" + PROJECTS.incrementAndGet();
  }

  /** The address of the emulator of this JVM, starting it when it does not run yet. */
  public static String hostPort() {
    return Running.PROXY.hostPort();
  }

  /** A client of the emulator for {@code projectId}; the caller closes it. */
  public static Firestore client(String projectId) {
    return FirestoreOptions.newBuilder()
        .setProjectId(projectId)
        .setCredentials(new FirestoreOptions.EmulatorCredentials())
        .setChannelProvider(
            FirestoreOptions.getDefaultTransportChannelProviderBuilder()
                .setEndpoint(hostPort())
                .setChannelConfigurator(channel -> channel.usePlaintext())
                .build())
        .build()
        .getService();
  }

  private record Client(Firestore firestore) implements AutoCloseable {
    static Client open(String projectId) {
      return new Client(client(projectId));
    }

    @Override
    public void close() {
      firestore.shutdown();
    }
  }

  private static final class Running {
    static final FirestoreProxy PROXY =
        FirestoreProxy.start(FirestoreEmulator.start().hostPort(), FirestoreRecording::add);
  }
}
