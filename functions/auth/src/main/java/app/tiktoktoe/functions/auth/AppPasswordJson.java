package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AppPassword;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How an app password is shown. Stateless. */
final class AppPasswordJson {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private AppPasswordJson() {}

  static ObjectNode of(AppPassword password) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", password.name())
        .put("createdAt", MILLIS.format(password.createdAt()))
        .put("privileged", password.privileged());
  }
}
