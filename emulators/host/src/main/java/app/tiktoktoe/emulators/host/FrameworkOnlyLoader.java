package app.tiktoktoe.emulators.host;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/**
 * What every function's class loader has as its parent: the platform, the functions API and
 * CloudEvents, and nothing else of the host, so that the libraries inside the framework's jar never
 * win over the function's own. Thread-safe.
 */
final class FrameworkOnlyLoader extends ClassLoader {
  private final ClassLoader host;

  FrameworkOnlyLoader(ClassLoader host) {
    super(ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (isShared(name)) {
      return host.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  private static boolean isShared(String name) {
    return name.startsWith("io.cloudevents.")
        || (name.startsWith("com.google.cloud.functions.")
            && !name.startsWith("com.google.cloud.functions.invoker."));
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return Collections.emptyEnumeration();
  }
}
