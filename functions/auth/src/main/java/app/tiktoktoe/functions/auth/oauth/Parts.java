package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.accounts.OAuthRequest;
import app.tiktoktoe.oauth.ClientId;
import app.tiktoktoe.oauth.ClientMetadata;

/** What the pages have in common. Thread-safe. */
final class Parts {
  static final String REQUEST = "request";
  static final String TICKET = "ticket";

  private final Clients clients;

  Parts(Clients clients) {
    this.clients = clients;
  }

  /** The app, in words. */
  String app(OAuthRequest request) {
    ClientMetadata metadata = clients.find(request.clientId());
    String who =
        switch (metadata.id()) {
          case ClientId.Published id -> "The app at <strong>" + Html.escape(host(id)) + "</strong>";
          case ClientId.Development id -> "An app on <strong>your own machine</strong>";
        };
    return who
        + metadata
            .name()
            .map(name -> ", which calls itself \u201c" + Html.escape(name) + "\u201d,")
            .orElse("");
  }

  private static String host(ClientId.Published id) {
    return String.valueOf(id.url().getHost());
  }

  /** The fields that tell the steps of one visit from those of another. */
  static String hidden(String id, String browser, String ticket) {
    String field = "<input type=\"hidden\" name=\"%s\" value=\"%s\">";
    return field.formatted(REQUEST, Html.escape(id))
        + field.formatted(Browser.FIELD, Html.escape(browser))
        + (ticket.isEmpty() ? "" : field.formatted(TICKET, Html.escape(ticket)));
  }

  /** A fault, told to screen readers too; nothing for none. */
  static String alert(String fault) {
    return fault.isEmpty()
        ? ""
        : "<p class=\"fault\" role=\"alert\">" + Html.escape(fault) + "</p>";
  }
}
