package app.tiktoktoe.emulators.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers that let browsers in. */
final class Cors {
  private Cors() {}

  /** As the JSON API does: every origin, whatever the bucket says. */
  static Response open(Request request, Response response) {
    String origin = request.header("Origin");
    if (origin == null) {
      return response;
    }
    String wanted = request.header("Access-Control-Request-Headers");
    if (request.method().equals("OPTIONS")) {
      response
          .with("Access-Control-Allow-Methods", "DELETE,GET,HEAD,PATCH,POST,PUT")
          .with("Access-Control-Max-Age", "3600");
      if (wanted != null) {
        response.with("Access-Control-Allow-Headers", wanted);
      }
    }
    return response
        .with("Access-Control-Allow-Origin", origin)
        .with("Access-Control-Expose-Headers", "Content-Length,Content-Range,Location,Range")
        .with("Vary", "Origin");
  }

  /** As the XML API does: what the bucket's rules allow; nothing for others. */
  static Response byRules(
      List<CorsRule> rules, @Nullable String sessionOrigin, Request request, Response response) {
    String origin = request.header("Origin");
    if (origin == null) {
      return response;
    }
    boolean preflight = request.method().equals("OPTIONS");
    String asked = request.header("Access-Control-Request-Method");
    String method = preflight && asked != null ? asked : request.method();
    response.with("Vary", "Origin");
    if (origin.equals(sessionOrigin)) {
      return open(request, response);
    }
    for (CorsRule rule : rules) {
      if (rule.allows(origin, method)) {
        return allowed(rule, origin, preflight, response);
      }
    }
    return response;
  }

  private static Response allowed(
      CorsRule rule, String origin, boolean preflight, Response response) {
    String headers = String.join(",", rule.headers());
    response.with("Access-Control-Allow-Origin", rule.origins().contains("*") ? "*" : origin);
    if (!preflight) {
      return response.with("Access-Control-Expose-Headers", headers);
    }
    return response
        .with("Access-Control-Allow-Methods", String.join(",", rule.methods()))
        .with("Access-Control-Allow-Headers", headers)
        .with("Access-Control-Max-Age", Integer.toString(rule.maxAgeSeconds()));
  }
}
