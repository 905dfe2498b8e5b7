package app.tiktoktoe.xrpc;

import com.google.cloud.functions.HttpRequest;

/**
 * The raw path and query of a request. Cut from the text: the framework decodes paths in part, and
 * {@code java.net.URI} throws for what a client may well send.
 *
 * @param query without the question mark; empty when there is none
 */
record RawTarget(String path, String query) {
  static RawTarget of(HttpRequest request) {
    String uri = request.getUri();
    int host = uri.indexOf("://");
    int start = host < 0 ? 0 : uri.indexOf('/', host + 3);
    if (start < 0) {
      return new RawTarget("/", "");
    }
    int question = uri.indexOf('?', start);
    return question < 0
        ? new RawTarget(uri.substring(start), "")
        : new RawTarget(uri.substring(start, question), uri.substring(question + 1));
  }
}
