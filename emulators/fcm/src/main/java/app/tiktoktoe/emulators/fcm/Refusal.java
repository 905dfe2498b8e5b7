package app.tiktoktoe.emulators.fcm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * An error as FCM answers it.
 *
 * @param status HTTP status
 * @param code name of the canonical code, such as {@code NOT_FOUND}
 * @param fcmCode FCM's own {@code errorCode}; empty where FCM gives none
 * @param retryAfter zero where FCM gives none
 */
record Refusal(int status, String code, String fcmCode, String message, Duration retryAfter) {
  private static final String FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError";

  static Refusal invalid(String message) {
    return new Refusal(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT", message, Duration.ZERO);
  }

  static Refusal unauthenticated() {
    String message = "Request is missing required authentication credential.";
    return new Refusal(401, "UNAUTHENTICATED", "", message, Duration.ZERO);
  }

  static Refusal unknownPath(String path) {
    return new Refusal(404, "NOT_FOUND", "", "No such method: " + path, Duration.ZERO);
  }

  static Refusal unregistered() {
    String message = "Requested entity was not found.";
    return new Refusal(404, "NOT_FOUND", "UNREGISTERED", message, Duration.ZERO);
  }

  static Refusal quotaExceeded() {
    String message = "Resource has been exhausted (e.g. check quota).";
    return new Refusal(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED", message, Duration.ofMinutes(1));
  }

  static Refusal unavailable() {
    String message = "The service is currently unavailable.";
    return new Refusal(503, "UNAVAILABLE", "UNAVAILABLE", message, Duration.ofSeconds(1));
  }

  ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode error = body.putObject("error");
    error.put("code", status).put("message", message).put("status", code);
    if (!fcmCode.isEmpty()) {
      error.putArray("details").addObject().put("@type", FCM_ERROR).put("errorCode", fcmCode);
    }
    return body;
  }
}
