package app.tiktoktoe.functions.webhooks;

import app.tiktoktoe.accounts.EmailAddress;
import app.tiktoktoe.accounts.MailSuppressions;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /webhooks/sendgrid}: SendGrid posts what became of mails. An address whose mail came back
 * for good, was not sent on, or was called spam gets no more. Costs a write for each such address,
 * and the same when the same is posted again. Thread-safe.
 *
 * <p>Refuses {@code BadSignature} (forged, altered, or older than ten minutes), {@code
 * PayloadTooLarge} and {@code InvalidRequest} (no list of events).
 *
 * @see <a href="https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event">Event
 *     Webhook reference</a>
 */
final class SendGridEvents implements XrpcMethod {
  static final String PATH = "/webhooks/sendgrid";

  /** SendGrid posts when it has 768 KB. */
  static final int MAX_BYTES = 2 * 1024 * 1024;

  private static final int MAX_NESTING = 16;
  private static final Set<String> FINAL = Set.of("bounce", "dropped", "spamreport");
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final EventSignature signatures;
  private final MailSuppressions suppressions;
  private final InstantSource clock;
  private final StructuredLog log;

  SendGridEvents(
      EventSignature signatures,
      MailSuppressions suppressions,
      InstantSource clock,
      StructuredLog log) {
    this.signatures = signatures;
    this.suppressions = suppressions;
    this.clock = clock;
    this.log = log;
  }

  @Override
  public Reply call(Call call) {
    String timestamp = call.header(EventSignature.TIMESTAMP_HEADER).orElse("");
    Optional<String> signature = call.header(EventSignature.SIGNATURE_HEADER);
    if (signature.isEmpty() || !signatures.isTimely(timestamp)) {
      return badSignature();
    }
    byte[] body;
    try {
      body = call.body().readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      return Refusal.invalid("The body broke off");
    }
    if (body.length > MAX_BYTES) {
      return Refusal.of(Refusal.Kind.TOO_LARGE, "PayloadTooLarge", "request entity too large");
    }
    if (!signatures.isGood(signature.get(), timestamp, body)) {
      return badSignature();
    }
    JsonNode events;
    try {
      events = JSON.readTree(body);
    } catch (IOException e) {
      return Refusal.invalid("The body is not JSON");
    }
    return events.isArray() ? take(events) : Refusal.invalid("The body is no list of events");
  }

  private static Refusal badSignature() {
    return Refusal.unauthenticated("BadSignature", "Not signed, or not in these ten minutes");
  }

  private Reply take(JsonNode events) {
    Map<EmailAddress, MailSuppressions.Cause> causes = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (JsonNode event : events) {
      String kind = event.path("event").asText();
      String email = event.path("email").asText();
      if (isFinal(kind, event) && EmailAddress.isValid(email)) {
        causes.put(new EmailAddress(email), new MailSuppressions.Cause(kind, time(event)));
        counts.merge(kind, 1, Integer::sum);
      }
    }
    suppressions.add(causes);
    List.copyOf(counts.keySet())
        .forEach(
            kind ->
                log.info(
                    "mail failed",
                    entry -> entry.put("outcome", kind).put("count", counts.get(kind))));
    return Reply.empty();
  }

  /** A bounce of the type {@code blocked} is a mood of the other server, which passes. */
  private static boolean isFinal(String kind, JsonNode event) {
    return FINAL.contains(kind) && !event.path("type").asText().equals("blocked");
  }

  private Instant time(JsonNode event) {
    Instant now = clock.instant();
    JsonNode timestamp = event.path("timestamp");
    if (!timestamp.canConvertToLong() || timestamp.longValue() < 0) {
      return now;
    }
    long seconds = Math.min(timestamp.longValue(), now.getEpochSecond());
    return Instant.ofEpochSecond(seconds);
  }
}
