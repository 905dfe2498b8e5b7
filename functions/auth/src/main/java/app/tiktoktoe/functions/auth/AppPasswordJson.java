package app.tiktoktoe.functions.auth;

import app.tiktoktoe.accounts.AppPassword;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How an app password is shown. Stateless. */
final class AppPasswordJson {
  private AppPasswordJson() {}

  static ObjectNode of(AppPassword password) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", password.name())
        .put("createdAt", Times.millis(password.createdAt()))
        .put("privileged", password.privileged());
  }
}
