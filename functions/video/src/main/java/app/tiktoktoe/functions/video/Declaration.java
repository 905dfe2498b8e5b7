package app.tiktoktoe.functions.video;

import app.tiktoktoe.media.Allowance;
import app.tiktoktoe.media.UploadPlan;
import app.tiktoktoe.xrpc.Refusal;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client says of a video before it uploads it.
 *
 * @param durationMs in milliseconds
 */
record Declaration(
    long sizeBytes,
    String mimeType,
    Optional<Long> durationMs,
    Optional<Long> width,
    Optional<Long> height) {
  private static final Duration MAX_DURATION = Duration.ofMinutes(3);

  /** The longer side by the shorter. */
  private static final int MAX_RATIO = 3;

  static Declaration of(ObjectNode input) {
    return new Declaration(
        input.path("sizeBytes").longValue(),
        input.path("mimeType").textValue(),
        number(input, "durationMs"),
        number(input, "width"),
        number(input, "height"));
  }

  private static Optional<Long> number(ObjectNode input, String field) {
    return Optional.ofNullable(input.get(field)).map(value -> value.longValue());
  }

  /** Why it will not become a video, whoever uploads it; empty when it may. */
  Optional<Refusal> refusal() {
    if (!VideoTypes.isDeclared(mimeType)) {
      return refused("UnsupportedContentType", "Not supported: " + mimeType);
    }
    if (sizeBytes > UploadPlan.MAX_BYTES) {
      return refused("VideoTooLarge", "A video has at most " + UploadPlan.MAX_BYTES + " bytes");
    }
    if (durationMs.filter(millis -> millis > MAX_DURATION.toMillis()).isPresent()) {
      return refused(
          "VideoTooLong", "A video lasts at most " + MAX_DURATION.toSeconds() + " seconds");
    }
    if (width.isPresent() && height.isPresent() && !isShape(width.get(), height.get())) {
      return refused(
          "BadAspectRatio",
          "A video is at most " + MAX_RATIO + " times as wide as high, or as high as wide");
    }
    return Optional.empty();
  }

  private static boolean isShape(long width, long height) {
    return width > 0
        && height > 0
        && width / (double) height <= MAX_RATIO
        && height / (double) width <= MAX_RATIO;
  }

  /** Why the rest of an account's allowance, which does not cover it, refuses it. */
  Refusal beyond(Allowance left) {
    return left.covers(1)
        ? Refusal.of(
            "VideoTooLarge",
            "The daily upload limit leaves " + left.bytes() + " bytes, not " + sizeBytes)
        : Refusal.of(UploadVideo.DAILY_LIMIT, UploadVideo.DAILY_LIMIT_MESSAGE);
  }

  private static Optional<Refusal> refused(String error, String message) {
    return Optional.of(Refusal.of(error, message));
  }
}
