package app.tiktoktoe.emulators.plc;

import app.tiktoktoe.atproto.identity.DidDocument;
import app.tiktoktoe.atproto.plc.PlcAuditLog;
import app.tiktoktoe.atproto.plc.PlcLogEntry;
import app.tiktoktoe.atproto.plc.PlcOperation;
import app.tiktoktoe.atproto.syntax.Did;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The HTTP side of the directory. */
final class PlcHandler implements HttpHandler {
  private static final System.Logger LOG = System.getLogger(PlcHandler.class.getName());
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int LARGEST_BODY_BYTES = 102_400;
  private static final int LARGEST_EXPORT = 1000;
  private static final String JSON = "application/json; charset=utf-8";

  private record Answer(int status, String contentType, String body) {
    static Answer json(JsonNode body) {
      return new Answer(200, JSON, body.toString());
    }

    static Answer message(int status, String message) {
      JsonNode body = JsonNodeFactory.instance.objectNode().put("message", message);
      return new Answer(status, JSON, body.toString());
    }
  }

  private final Ledger ledger;

  PlcHandler(Ledger ledger) {
    this.ledger = ledger;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    try {
      return route(exchange);
    } catch (RefusedException refused) {
      return Answer.message(refused.status(), refused.reason());
    } catch (RuntimeException fault) {
      LOG.log(System.Logger.Level.ERROR, exchange.getRequestURI().toString(), fault);
      return Answer.message(500, "Internal Server Error");
    }
  }

  private Answer route(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(1);
    String method = exchange.getRequestMethod();
    String did = path.split("/", 2)[0];
    if (method.equals("POST") && path.equals(did)) {
      return submit(did, exchange);
    }
    if (!method.equals("GET")) {
      throw RefusedException.unknownPath(method + " /" + path);
    }
    if (path.equals("_health")) {
      return Answer.json(JsonNodeFactory.instance.objectNode().put("version", "emulator"));
    }
    if (path.equals("export")) {
      return export(exchange.getRequestURI().getRawQuery());
    }
    return switch (path.substring(did.length())) {
      case "" -> {
        PlcOperation current = current(did);
        String body = DidDocument.ofPlc(Did.parse(did), current).toJson().toString();
        yield new Answer(200, "application/did+ld+json; charset=utf-8", body);
      }
      case "/data" -> Answer.json(data(did, current(did)));
      case "/log" -> array(inForce(did).stream().map(PlcHandler::operation).toList());
      case "/log/audit" -> array(audit(did).stream().map(PlcLogEntry::toJson).toList());
      case "/log/last" -> Answer.json(operation(inForce(did).getLast()));
      default -> throw RefusedException.unknownPath("/" + path);
    };
  }

  private Answer submit(String did, HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY_BYTES + 1);
    if (body.length > LARGEST_BODY_BYTES) {
      throw RefusedException.tooLarge(LARGEST_BODY_BYTES);
    }
    JsonNode json;
    try {
      json = MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw RefusedException.invalid("Not JSON: " + e.getOriginalMessage());
    }
    ledger.submit(did, json);
    return new Answer(200, "text/plain; charset=utf-8", "OK");
  }

  private static Answer array(List<ObjectNode> items) {
    return Answer.json(JsonNodeFactory.instance.arrayNode().addAll(items));
  }

  private static ObjectNode operation(PlcLogEntry entry) {
    return entry.operation().toJson();
  }

  private static ObjectNode data(String did, PlcOperation state) {
    ObjectNode fields = state.toUnsignedJson();
    fields.remove(List.of("type", "prev"));
    return JsonNodeFactory.instance.objectNode().put("did", did).setAll(fields);
  }

  private List<PlcLogEntry> audit(String did) {
    List<PlcLogEntry> log = ledger.audit(did);
    if (log.isEmpty()) {
      throw RefusedException.notRegistered(did);
    }
    return log;
  }

  private List<PlcLogEntry> inForce(String did) {
    return audit(did).stream().filter(entry -> !entry.nullified()).toList();
  }

  private PlcOperation current(String did) {
    return PlcAuditLog.current(audit(did)).orElseThrow(() -> RefusedException.notAvailable(did));
  }

  private Answer export(@Nullable String rawQuery) {
    Map<String, String> query = query(rawQuery);
    List<PlcLogEntry> found = ledger.export(count(query.get("count")), after(query.get("after")));
    String body =
        found.stream().map(entry -> entry.toJson().toString()).collect(Collectors.joining("\n"));
    return new Answer(200, "application/jsonlines", body);
  }

  private static int count(@Nullable String text) {
    if (text == null) {
      return LARGEST_EXPORT;
    }
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw RefusedException.invalid("Invalid count parameter");
    }
    return Math.min(Integer.parseInt(text), LARGEST_EXPORT);
  }

  private static Instant after(@Nullable String text) {
    if (text == null) {
      return Instant.MIN;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw RefusedException.invalid("Invalid after parameter: an RFC 3339 date-time is expected");
    }
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2 && !parts[1].isEmpty()) {
        query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return query;
  }
}
