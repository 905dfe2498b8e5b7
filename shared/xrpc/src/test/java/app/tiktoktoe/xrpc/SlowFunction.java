package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Instance;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A deployed function whose paths answer after a while, or never. */
public final class SlowFunction implements HttpFunction {
  static final String WHOLE = "whole\n".repeat(20_000);

  private final Instance instance;
  private final XrpcService service;

  /** Wires itself from the environment. */
  public SlowFunction() {
    Environment environment = Environment.of(System.getenv(), "GOOGLE_CLOUD_PROJECT");
    this.instance = Instance.start("slow", environment, new GoogleClients(environment));
    this.service =
        new XrpcService(
            List.of(
                Route.path("/fast", call -> Reply.text("fast")),
                Route.path("/slow", call -> after(Reply.text(WHOLE))),
                Route.path("/stream", call -> new Reply.Content("text/plain", Map.of(), stream())),
                Route.path("/empty", call -> after(Reply.empty())),
                Route.path("/sleeps", call -> sleepLong()),
                Route.path("/spins", call -> spin())),
            new Lexicons(new ClasspathLexicons()),
            new Nobody(),
            AddressLimit.none(),
            AnswerCheck.none(),
            instance);
  }

  private Reply after(Reply reply) {
    begun();
    sleep(1500);
    return reply;
  }

  private Reply.Body stream() {
    return out -> {
      begun();
      byte[] bytes = WHOLE.getBytes(StandardCharsets.UTF_8);
      for (int part = 0; part < 10; part++) {
        out.write(bytes, part * (bytes.length / 10), bytes.length / 10);
        out.flush();
        sleep(150);
      }
    };
  }

  private void begun() {
    instance.log().info("begun", entry -> {});
  }

  private Reply sleepLong() {
    begun();
    return sleep(60_000);
  }

  private Reply sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Reply.empty();
  }

  private Reply spin() {
    long end = System.nanoTime() + 4_000_000_000L;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return Reply.text("too late");
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    service.service(request, response);
  }

  private static final class Nobody implements Authenticator {
    @Override
    public Authentication authenticate(Auth level, Credentials credentials, Nsid method) {
      return new Authentication.Rejected(Refusal.of("InvalidToken", "nobody"));
    }

    @Override
    public Optional<Did> accountOf(Handle handle) {
      return Optional.empty();
    }
  }
}
