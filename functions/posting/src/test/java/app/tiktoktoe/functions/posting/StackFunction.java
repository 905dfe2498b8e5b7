package app.tiktoktoe.functions.posting;

import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;

/** The methods on {@link PostingStack}, as the framework starts them. */
public final class StackFunction implements HttpFunction {
  private final XrpcService service;

  /** Starts the stack. */
  public StackFunction() throws IOException {
    this.service = PostingStack.service();
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
