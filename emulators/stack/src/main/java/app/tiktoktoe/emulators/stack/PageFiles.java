package app.tiktoktoe.emulators.stack;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Serves the files of the page's folder, {@code index.html} at {@code /}. Thread-safe. */
final class PageFiles implements Gateway.Extra {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "map", "application/json; charset=utf-8");

  private final Path folder;

  PageFiles(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  @Override
  public boolean answer(HttpExchange exchange, String rawPath) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Path file = folder.resolve("." + (path.endsWith("/") ? path + "index.html" : path)).normalize();
    boolean reads =
        exchange.getRequestMethod().equals("GET") || exchange.getRequestMethod().equals("HEAD");
    if (!reads || !file.startsWith(folder) || !Files.isRegularFile(file)) {
      return false;
    }
    exchange.getResponseHeaders().set("Cache-Control", "no-cache");
    Answers.send(exchange, 200, type(file.toString()), Files.readAllBytes(file));
    return true;
  }

  private static String type(String name) {
    return TYPES.getOrDefault(
        name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
  }
}
