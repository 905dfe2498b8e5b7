package app.tiktoktoe.launcher;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Says how often it was built. */
public final class CountingFunction implements HttpFunction {
  static final AtomicInteger BUILT = new AtomicInteger();

  /** Counts. */
  public CountingFunction() {
    BUILT.incrementAndGet();
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    response.getWriter().write(request.getPath() + " " + BUILT);
  }
}
