package app.tiktoktoe.functions.media;

import app.tiktoktoe.cloud.AccessToken;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.StructuredLog;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Which scanners are asked, in which order: the blocklist, then a service outside if there is one.
 */
final class Scanners {
  /** How long a service may look at a video while the worker waits. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Scanners() {}

  /**
   * {@code blocklist}, and then what {@code SCANNER_URL} names.
   *
   * @throws IllegalStateException when that is no address of a service, or in the cloud none of
   *     https
   */
  static VideoScanner from(
      Environment environment, VideoScanner blocklist, ShownFiles files, StructuredLog log) {
    return environment
        .find("SCANNER_URL")
        .map(text -> url(text, environment.isCloud()))
        .map(
            url ->
                VideoScanner.inOrder(
                    List.of(
                        blocklist,
                        new HttpScanner(
                            url, PATIENCE, token(url, environment.isCloud()), files, log))))
        .orElse(blocklist);
  }

  private static AccessToken token(URI url, boolean isCloud) {
    return isCloud ? AccessToken.identityFor(url.resolve("/")) : AccessToken.none();
  }

  static URI url(String text, boolean isCloud) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("SCANNER_URL is no URL", e);
    }
    boolean isHttp =
        "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && !isCloud);
    if (!isHttp
        || url.getHost() == null
        || url.getUserInfo() != null
        || url.getFragment() != null) {
      throw new IllegalStateException("SCANNER_URL must be an https URL without credentials");
    }
    return url;
  }
}
