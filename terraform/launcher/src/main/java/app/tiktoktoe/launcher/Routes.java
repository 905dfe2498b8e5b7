package app.tiktoktoe.launcher;

import com.google.cloud.functions.HttpFunction;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Exact paths and the functions behind them, each built at its first request. Thread-safe. */
final class Routes {
  private final Map<String, Lazy> byPath;

  private Routes(Map<String, Lazy> byPath) {
    this.byPath = Map.copyOf(byPath);
  }

  /** Reads {@code /a/path = entry.Class} lines. */
  static Routes read(Path file) throws IOException {
    Properties lines = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      lines.load(in);
    }
    Map<String, Lazy> byClass = new HashMap<>();
    Map<String, Lazy> byPath = new HashMap<>();
    for (String path : lines.stringPropertyNames()) {
      String entryClass = lines.getProperty(path);
      byPath.put(path, byClass.computeIfAbsent(entryClass, Lazy::new));
    }
    return new Routes(byPath);
  }

  /**
   * The function at a path.
   *
   * @throws ReflectiveOperationException when the routes name a class that cannot be built
   */
  Optional<HttpFunction> find(String rawPath) throws ReflectiveOperationException {
    @Nullable Lazy function = byPath.get(rawPath);
    return function == null ? Optional.empty() : Optional.of(function.get());
  }

  /** A function that is built once; a failure is tried again by the next request. */
  private static final class Lazy {
    private final String entryClass;
    private @Nullable HttpFunction built;

    Lazy(String entryClass) {
      this.entryClass = entryClass;
    }

    synchronized HttpFunction get() throws ReflectiveOperationException {
      HttpFunction function = built;
      if (function == null) {
        function =
            Class.forName(entryClass, true, Routes.class.getClassLoader())
                .asSubclass(HttpFunction.class)
                .getConstructor()
                .newInstance();
        built = function;
      }
      return function;
    }
  }
}
