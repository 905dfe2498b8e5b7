package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.emulators.openapi.OpenApi;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Properties;

/**
 * Every method to read about and to try: the page at {@code /docs/}, and {@code /docs/openapi.json}
 * that it shows. Thread-safe.
 */
final class DocsPages implements Gateway.Extra {
  private static final String ROOT = "/docs/";
  private static final String LIBRARY = "/META-INF/resources/webjars/swagger-ui/";
  private static final String LIBRARY_VERSION =
      "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final Map<String, String> OWN =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "docs.js", "text/javascript; charset=utf-8",
          "docs.css", "text/css; charset=utf-8");
  private static final Map<String, String> OF_THE_LIBRARY =
      Map.of(
          "swagger-ui.css", "text/css; charset=utf-8",
          "swagger-ui-bundle.js", "text/javascript; charset=utf-8");

  private final OpenApi openApi;
  private final URI server;

  /** Shows {@code openApi} of the methods that answer at {@code server}. */
  DocsPages(OpenApi openApi, URI server) {
    this.openApi = openApi;
    this.server = server;
  }

  @Override
  public boolean answer(HttpExchange exchange, String rawPath) throws IOException {
    if (!exchange.getRequestMethod().equals("GET") || !(rawPath + "/").startsWith(ROOT)) {
      return false;
    }
    if (rawPath.length() < ROOT.length()) {
      exchange.getResponseHeaders().set("Location", ROOT);
      exchange.sendResponseHeaders(302, -1);
      return true;
    }
    String name = rawPath.equals(ROOT) ? "index.html" : rawPath.substring(ROOT.length());
    if (name.equals("openapi.json")) {
      Answers.json(exchange, 200, openApi.document(server));
    } else if (OWN.containsKey(name)) {
      send(exchange, ROOT + name, OWN.get(name));
    } else if (OF_THE_LIBRARY.containsKey(name)) {
      send(exchange, LIBRARY + libraryVersion() + "/" + name, OF_THE_LIBRARY.get(name));
    } else {
      return false;
    }
    return true;
  }

  private static String libraryVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = open(LIBRARY_VERSION)) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  private static void send(HttpExchange exchange, String resource, String type) throws IOException {
    try (InputStream in = open(resource)) {
      Answers.send(exchange, 200, type, in.readAllBytes());
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = DocsPages.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IOException(resource + " is not on the class path");
    }
    return in;
  }
}
