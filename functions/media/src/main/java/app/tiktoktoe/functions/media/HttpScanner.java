package app.tiktoktoe.functions.media;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.cloud.AccessToken;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.outbound.Fetched;
import app.tiktoktoe.outbound.GuardedHttp;
import app.tiktoktoe.outbound.Limits;
import app.tiktoktoe.outbound.OutboundRequest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a moderation service over HTTP. It is told whose video it is and how long, the SHA-256 of
 * each file, and where the MP4 and a picture of it can be read while it is asked. Only a complete
 * answer about this very video counts; everything else is an outage, which publishes nothing.
 * Thread-safe.
 */
final class HttpScanner implements VideoScanner {
  private static final int VERSION = 1;
  private static final int MAX_ANSWER_BYTES = 16 * 1024;

  private final URI url;
  private final GuardedHttp http;
  private final Limits limits;
  private final AccessToken token;
  private final ShownFiles files;
  private final StructuredLog log;

  /**
   * Asks {@code url}.
   *
   * @param patience from the connection to the last byte of the answer, less than {@link
   *     ShownFiles#VALID}
   * @param token tells the service who asks
   */
  HttpScanner(URI url, Duration patience, AccessToken token, ShownFiles files, StructuredLog log) {
    this.url = url;
    this.http = new GuardedHttp(Map.of(url.getHost().toLowerCase(Locale.ROOT), url.resolve("/")));
    this.limits = Limits.of(patience, MAX_ANSWER_BYTES);
    this.token = token;
    this.files = files;
    this.log = log;
  }

  @Override
  public Verdict scan(ScanRequest request) throws IOException {
    String folder = request.did() + "/" + request.job().value() + "/shown/";
    try (ShownFiles.Shown video = files.show(folder + "video.mp4", "video/mp4", request.video());
        ShownFiles.Shown poster =
            files.show(folder + "thumbnail.jpg", "image/jpeg", request.poster())) {
      ObjectNode question = question(request);
      put(question.putObject("video"), video, request.print().blob(), "video/mp4");
      put(question.putObject("poster"), poster, FileCid.of(request.poster()), "image/jpeg");
      return ask(question, request);
    }
  }

  private static ObjectNode question(ScanRequest request) {
    ObjectNode question = JsonNodeFactory.instance.objectNode();
    question.put("version", VERSION);
    question.put("did", request.did().value());
    question.put("jobId", request.job().value());
    question.put("durationMs", request.duration().toMillis());
    question.putObject("original").put("sha256", sha256(request.print().original()));
    return question;
  }

  private static void put(ObjectNode file, ShownFiles.Shown shown, Cid cid, String mimeType) {
    file.put("cid", cid.toString())
        .put("sha256", sha256(cid))
        .put("mimeType", mimeType)
        .put("sizeBytes", shown.sizeBytes())
        .put("url", shown.address().toString());
  }

  private static String sha256(Cid cid) {
    return HexFormat.of().formatHex(cid.digest());
  }

  private Verdict ask(ObjectNode question, ScanRequest request) {
    byte[] body = question.toString().getBytes(StandardCharsets.UTF_8);
    Optional<Map<String, String>> headers = headers();
    if (headers.isEmpty()) {
      return away("no token for it", ScannerAnswer.USUAL_PAUSE);
    }
    return switch (http.send(
        new OutboundRequest("POST", url, headers.get(), Optional.of(body)), limits)) {
      case Fetched.Answer answer ->
          ScannerAnswer.read(answer, request.print().blob())
              .orElseGet(
                  () -> away("no verdict, status " + answer.status(), ScannerAnswer.pause(answer)));
      case Fetched.Refused(String why) -> away(why, ScannerAnswer.USUAL_PAUSE);
      case Fetched.Unreachable(String why, _) -> away(why, ScannerAnswer.USUAL_PAUSE);
    };
  }

  private Optional<Map<String, String>> headers() {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json");
    try {
      token
          .headers(url)
          .forEach((name, values) -> values.forEach(value -> headers.put(name, value)));
    } catch (IOException e) {
      log.error("scanner", e, entry -> {});
      return Optional.empty();
    }
    return Optional.of(headers);
  }

  private Verdict away(String why, Duration pause) {
    log.warning("scanner", entry -> entry.put("fault", why).put("retryAfterMs", pause.toMillis()));
    return new Verdict.Unavailable(pause);
  }
}
