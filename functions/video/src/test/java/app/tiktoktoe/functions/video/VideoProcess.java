package app.tiktoktoe.functions.video;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.cloud.functions.invoker.runner.Invoker;
import java.time.InstantSource;

/** The function as a process of its own, on the port that is its argument. */
public final class VideoProcess implements HttpFunction {
  private final VideoFunction function =
      new VideoFunction(
          VideoWiring.service(System.getenv(), new VideoStack.Tokens(), InstantSource.system()));

  /** Wired by the environment. */
  public VideoProcess() {}

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    function.service(request, response);
  }

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws Exception {
    new Invoker(
            Integer.parseInt(arguments[0]),
            VideoProcess.class.getName(),
            "http",
            VideoProcess.class.getClassLoader())
        .startServer();
  }
}
