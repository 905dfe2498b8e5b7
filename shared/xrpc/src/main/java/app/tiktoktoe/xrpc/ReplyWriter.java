package app.tiktoktoe.xrpc;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.Map;

/**
 * Writes a {@link Reply} to HTTP. The body is not closed here: a body that breaks off must not look
 * like a whole one. Stateless.
 */
final class ReplyWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_TYPE = "application/json; charset=utf-8";
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int PARTIAL = 206;
  private static final int FOUND = 302;
  private static final int SEE_OTHER = 303;

  private ReplyWriter() {}

  static int status(Reply reply) {
    return switch (reply) {
      case Reply.Json json -> OK;
      case Reply.Empty empty -> OK;
      case Reply.Content content -> OK;
      case Reply.Part part -> PARTIAL;
      case Reply.Redirect redirect -> FOUND;
      case Reply.SeeOther other -> SEE_OTHER;
      case Reply.Created created -> CREATED;
      case Reply.Explained explained -> explained.refusal().kind().status();
      case Reply.Relayed relayed -> relayed.status();
      case Refusal refusal -> refusal.kind().status();
    };
  }

  static void write(Reply reply, HttpResponse response) throws IOException {
    response.setStatusCode(status(reply));
    switch (reply) {
      case Reply.Json(var body, var headers) -> {
        headers(response, headers);
        json(response, JSON.writeValueAsBytes(body));
      }
      case Reply.Empty empty -> {}
      case Reply.Content(var type, var headers, var body) -> bytes(response, type, headers, body);
      case Reply.Part(var type, var headers, var body) -> bytes(response, type, headers, body);
      case Reply.Redirect(var location, var headers) -> {
        headers(response, headers);
        response.appendHeader("Location", location.toString());
      }
      case Reply.SeeOther(var location, var headers) -> {
        headers(response, headers);
        response.appendHeader("Location", location);
      }
      case Reply.Created(var body, var headers) -> {
        headers(response, headers);
        json(response, JSON.writeValueAsBytes(body));
      }
      case Reply.Explained(var refusal, var content) -> {
        retryAfter(refusal, response);
        bytes(response, content.contentType(), content.headers(), content.body());
      }
      case Reply.Relayed(_, var headers, var body) -> {
        headers(response, headers);
        body.writeTo(response.getOutputStream());
      }
      case Refusal refusal -> refusal(refusal, response);
    }
  }

  private static void bytes(
      HttpResponse response, String type, Map<String, String> headers, Reply.Body body)
      throws IOException {
    response.setContentType(type);
    headers(response, headers);
    body.writeTo(response.getOutputStream());
  }

  private static void retryAfter(Refusal refusal, HttpResponse response) {
    refusal
        .retryAfter()
        .ifPresent(
            after ->
                response.appendHeader(
                    "Retry-After", Long.toString(Math.max(1, after.toSeconds()))));
  }

  private static void refusal(Refusal refusal, HttpResponse response) throws IOException {
    retryAfter(refusal, response);
    headers(response, refusal.headers());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("error", refusal.error());
    body.put("message", refusal.message());
    json(response, JSON.writeValueAsBytes(body));
  }

  private static void json(HttpResponse response, byte[] body) throws IOException {
    response.setContentType(JSON_TYPE);
    response.getOutputStream().write(body);
  }

  private static void headers(HttpResponse response, Map<String, String> headers) {
    headers.forEach(response::appendHeader);
  }
}
