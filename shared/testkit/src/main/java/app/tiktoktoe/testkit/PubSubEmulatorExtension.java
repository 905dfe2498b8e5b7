package app.tiktoktoe.testkit;

import app.tiktoktoe.emulators.google.PubSubEmulator;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test a {@link PubSubProject} parameter on the official emulator: one emulator process for
 * the JVM, started at the first use; an empty project for each top-level test class.
 */
public final class PubSubEmulatorExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(PubSubEmulatorExtension.class);
  private static final AtomicInteger PROJECTS = new AtomicInteger();

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PubSubProject.class;
  }

  @Override
  public PubSubProject resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext top = context;
    while (top.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
      top = top.getParent().get();
    }
    return top.getStore(NAMESPACE)
        .computeIfAbsent(
            PubSubProject.class,
            key -> new PubSubProject(hostPort(), "demo-test-" + PROJECTS.incrementAndGet()),
            PubSubProject.class);
  }

  /** The address of the emulator of this JVM, starting it when it does not run yet. */
  public static String hostPort() {
    return Running.EMULATOR.hostPort();
  }

  private static final class Running {
    static final PubSubEmulator EMULATOR = PubSubEmulator.start();
  }
}
