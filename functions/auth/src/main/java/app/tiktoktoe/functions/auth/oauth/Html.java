package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.oauth.Digests;
import app.tiktoktoe.xrpc.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * The frame of every page: no script but a named one, nothing from elsewhere, in nobody's frame.
 * Stateless.
 */
final class Html {
  private static final String STYLE =
      "*{box-sizing:border-box}body{font:1rem/1.5 system-ui,sans-serif;margin:0;padding:1rem;"
          + "color:#16181d;background:#f4f5f7}main{max-width:26rem;margin:0 auto;padding:1.25rem;"
          + "background:#fff;border:1px solid #c9ced6;border-radius:.75rem;overflow-wrap:anywhere}"
          + "h1{font-size:1.4rem;line-height:1.25;margin:0 0 .75rem}label{display:block;"
          + "margin:.75rem 0 .25rem;font-weight:600}input[type=text],input[type=password]{"
          + "width:100%;min-height:2.75rem;padding:.5rem .75rem;font:inherit;border:1px solid "
          + "#5b6472;border-radius:.5rem}fieldset{border:0;margin:1rem 0;padding:0}legend{"
          + "font-weight:600;padding:0}.scope{display:flex;gap:.75rem;font-weight:400;"
          + "align-items:flex-start;min-height:2.75rem}.scope input{width:1.5rem;height:1.5rem;"
          + "flex:none}button{width:100%;min-height:2.75rem;margin-top:.75rem;font:inherit;"
          + "font-weight:600;border-radius:.5rem;border:1px solid #0b57d0;background:#0b57d0;"
          + "color:#fff}button.plain{background:#fff;color:#0b57d0}:focus-visible{outline:3px "
          + "solid #b35900;outline-offset:2px}.fault{border:2px solid #b3261e;border-radius:.5rem;"
          + "padding:.5rem .75rem;color:#8c1d18}.small{font-size:.875rem;color:#4b5260}"
          + "@media(prefers-color-scheme:dark){body{background:#111318;color:#e6e8ec}main{"
          + "background:#1b1e24;border-color:#40454f}input[type=text],input[type=password]{"
          + "background:#111318;color:inherit;border-color:#8e96a3}button.plain{background:"
          + "#1b1e24;color:#a8c7fa;border-color:#a8c7fa}.small{color:#b4bac4}.fault{color:"
          + "#f2b8b5;border-color:#f2b8b5}}";

  private Html() {}

  /** A text as HTML shows it. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
              }
            });
    return escaped.toString();
  }

  /** A page whose forms may lead to {@code target} in the end. */
  static Reply.Content page(String title, String body, String browser, String target) {
    return page(title, body, browser, target, "");
  }

  /** The same with one script, which is all that runs. */
  static Reply.Content page(
      String title, String body, String browser, String target, String script) {
    String html =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        <main>
        <h1>%s</h1>
        %s
        </main>
        %s
        </body>
        </html>
        """
            .formatted(
                escape(title),
                STYLE,
                escape(title),
                body,
                script.isEmpty() ? "" : "<script>" + script + "</script>");
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    return new Reply.Content(
        "text/html; charset=utf-8", headers(browser, target, script), out -> out.write(bytes));
  }

  private static Map<String, String> headers(String browser, String target, String script) {
    String policy =
        "default-src 'none'; style-src 'sha256-"
            + digest(STYLE)
            + (script.isEmpty() ? "" : "'; script-src 'sha256-" + digest(script))
            + "'; form-action 'self'"
            + target
            + "; frame-ancestors 'none'; base-uri 'none'";
    Map<String, String> common =
        Map.of(
            "Content-Security-Policy", policy,
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cache-Control", "no-store");
    if (browser.isEmpty()) {
      return common;
    }
    Map<String, String> named = new java.util.HashMap<>(common);
    named.put("Set-Cookie", Browser.setCookie(browser));
    return named;
  }

  private static String digest(String inline) {
    return Base64.getEncoder()
        .encodeToString(Base64.getUrlDecoder().decode(Digests.sha256(inline)));
  }

  /** What a policy names for a redirect: browsers apply it to the redirect after a form, too. */
  static String target(String redirectUri) {
    URI uri = URI.create(redirectUri);
    return uri.getRawAuthority() == null
        ? " " + uri.getScheme() + ":"
        : " " + uri.getScheme() + "://" + uri.getRawAuthority();
  }
}
