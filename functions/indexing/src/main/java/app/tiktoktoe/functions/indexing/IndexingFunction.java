package app.tiktoktoe.functions.indexing;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The entry class of {@code indexing}. */
public final class IndexingFunction implements HttpFunction {
  private final HttpFunction service;

  /** Wires itself from the environment. */
  public IndexingFunction() {
    this(IndexingWiring.service(System.getenv()));
  }

  IndexingFunction(HttpFunction service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
