package app.tiktoktoe.functions.video;

import app.tiktoktoe.xrpc.XrpcService;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;

/** The deployed entry of {@code video}. */
public final class VideoFunction implements HttpFunction {
  private final XrpcService service;

  /** Wires from the environment. */
  public VideoFunction() {
    this(VideoWiring.service(System.getenv()));
  }

  VideoFunction(XrpcService service) {
    this.service = service;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }
}
