package app.tiktoktoe.emulators.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Refusals in the shape of each API. */
final class Refusals {
  private Refusals() {}

  static Response json(RefusedException refused) {
    if (refused.status() == 304) {
      return Response.empty(304);
    }
    ObjectNode json = Json.object();
    ObjectNode error =
        json.putObject("error").put("code", refused.status()).put("message", refused.text());
    ObjectNode detail =
        error
            .putArray("errors")
            .addObject()
            .put("message", refused.text())
            .put("domain", "global")
            .put("reason", refused.reason());
    if (refused.status() == 412) {
      detail.put("locationType", "header").put("location", "If-Match");
    }
    return Response.json(refused.status(), json);
  }

  static Response xml(RefusedException refused) {
    if (refused.status() == 304) {
      return Response.empty(304);
    }
    String body =
        "<?xml version='1.0' encoding='UTF-8'?><Error><Code>"
            + refused.xmlCode()
            + "</Code><Message>"
            + escape(refused.text())
            + "</Message></Error>";
    return Response.text(refused.status(), "application/xml; charset=UTF-8", body);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
