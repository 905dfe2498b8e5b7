package app.tiktoktoe.functions.mail;

import app.tiktoktoe.accounts.EmailAddress;
import app.tiktoktoe.cloud.Secrets;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * SendGrid's HTTP API, opened at its first use. Links and opens are not tracked. Thread-safe.
 *
 * @see <a href="https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send">Mail
 *     Send</a>
 */
final class SendGrid implements MailSender {
  /** The secret that holds the key: its text alone. */
  static final String API_KEY = "sendgrid-api-key";

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final int ACCEPTED = 202;
  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;

  private final URI url;
  private final Secrets secrets;
  private final EmailAddress from;
  private @Nullable HttpClient client;

  /**
   * Sends from {@code from}.
   *
   * @param url the API, without a path
   */
  SendGrid(URI url, Secrets secrets, EmailAddress from) {
    this.url = url;
    this.secrets = secrets;
    this.from = from;
  }

  @Override
  public Outcome send(Mail mail) {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/v3/mail/send"))
            .timeout(ANSWER_TIMEOUT)
            .header("Authorization", "Bearer " + secrets.text(API_KEY).strip())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json(mail).toString()))
            .build();
    try {
      return outcome(client().send(request, BodyHandlers.discarding()).statusCode());
    } catch (IOException e) {
      return Outcome.TRY_LATER;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.TRY_LATER;
    }
  }

  private static Outcome outcome(int status) {
    return switch (status) {
      case ACCEPTED -> Outcome.ACCEPTED;
      case BAD_REQUEST, TOO_LARGE -> Outcome.REJECTED;
      default -> Outcome.TRY_LATER;
    };
  }

  private ObjectNode json(Mail mail) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("personalizations")
        .addObject()
        .putArray("to")
        .addObject()
        .put("email", mail.to().value());
    json.putObject("from").put("email", from.value());
    json.put("subject", mail.subject());
    ArrayNode content = json.putArray("content");
    content.addObject().put("type", "text/plain").put("value", mail.text());
    content.addObject().put("type", "text/html").put("value", mail.html());
    ObjectNode tracking = json.putObject("tracking_settings");
    tracking.putObject("click_tracking").put("enable", false);
    tracking.putObject("open_tracking").put("enable", false);
    return json;
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT_TIMEOUT)
              .build();
    }
    return client;
  }
}
