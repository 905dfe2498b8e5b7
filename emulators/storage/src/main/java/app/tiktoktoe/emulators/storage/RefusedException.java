package app.tiktoktoe.emulators.storage;

import java.io.Serial;

/** A request that Cloud Storage refuses, with the names both of its APIs give to the reason. */
final class RefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;
  private final String xmlCode;

  RefusedException(int status, String reason, String xmlCode, String message) {
    super(message, null, false, false);
    this.status = status;
    this.reason = reason;
    this.xmlCode = xmlCode;
  }

  int status() {
    return status;
  }

  /** The JSON API's {@code errors[].reason}. */
  String reason() {
    return reason;
  }

  /** The XML API's {@code Code}. */
  String xmlCode() {
    return xmlCode;
  }

  String text() {
    String message = getMessage();
    return message == null ? reason : message;
  }

  static RefusedException invalid(String message) {
    return new RefusedException(400, "invalid", "InvalidArgument", message);
  }

  static RefusedException noSuchBucket(BucketName bucket) {
    return new RefusedException(
        404, "notFound", "NoSuchBucket", "The specified bucket does not exist: " + bucket.value());
  }

  static RefusedException noSuchObject(ObjectKey key) {
    return new RefusedException(404, "notFound", "NoSuchKey", "No such object: " + key);
  }

  static RefusedException noSuchUpload() {
    return new RefusedException(404, "notFound", "NoSuchUpload", "No such upload session");
  }

  static RefusedException preconditionFailed() {
    return new RefusedException(
        412,
        "conditionNotMet",
        "PreconditionFailed",
        "At least one of the pre-conditions you specified did not hold.");
  }

  static RefusedException notModified() {
    return new RefusedException(304, "notModified", "NotModified", "Not Modified");
  }

  static RefusedException digest(String message) {
    return new RefusedException(400, "invalid", "BadDigest", message);
  }

  static RefusedException unsupported(String what) {
    return new RefusedException(
        501, "notImplemented", "NotImplemented", "The emulator does not support " + what);
  }
}
