package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.accounts.Account;
import app.tiktoktoe.accounts.OAuthIssuer;
import app.tiktoktoe.accounts.OAuthRequest;
import app.tiktoktoe.accounts.OAuthRequests;
import app.tiktoktoe.accounts.SignIn;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.xrpc.Call;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import app.tiktoktoe.xrpc.XrpcMethod;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code /oauth/authorize} and its forms: a person signs in, with a second factor where the account
 * has one, sees what an app asks for, and gives all of it, some of it or nothing. Nothing is kept
 * between the steps but the app's request: who signed in stands in the second form, signed.
 * Thread-safe.
 */
final class Pages {
  static final String AUTHORIZE = "/oauth/authorize";
  static final String SIGN_IN = "/oauth/authorize/sign-in";
  static final String SECOND_FACTOR = "/oauth/authorize/second-factor";
  static final String CONSENT = "/oauth/authorize/consent";

  private final OAuthRequests requests;
  private final Parts parts;
  private final SignIn signIn;
  private final SecondFactorPage secondFactor;
  private final OAuthIssuer issuer;
  private final Consent consent;
  private final Browser browsers;
  private final URI origin;

  Pages(
      OAuthRequests requests,
      Parts parts,
      SignIn signIn,
      SecondFactorPage secondFactor,
      OAuthIssuer issuer,
      Consent consent,
      Browser browsers,
      URI origin) {
    this.requests = requests;
    this.parts = parts;
    this.signIn = signIn;
    this.secondFactor = secondFactor;
    this.issuer = issuer;
    this.consent = consent;
    this.browsers = browsers;
    this.origin = origin;
  }

  /** A method whose faults are pages: nothing is known of an app that could be told of them. */
  XrpcMethod showing(XrpcMethod method) {
    return call -> {
      try {
        return method.call(call);
      } catch (OAuthFault fault) {
        return new Reply.Explained(
            fault.refusal(),
            Html.page("This does not work", Parts.alert(fault.refusal().message()), "", ""));
      }
    };
  }

  /** The page that an app sends a person to. */
  Reply authorize(Call call) {
    Form query = Form.query(call);
    String uri = query.text("request_uri");
    if (!uri.startsWith(PushedRequest.URN)) {
      throw OAuthFault.request("request_uri is not one of ours");
    }
    String id = uri.substring(PushedRequest.URN.length());
    OAuthRequest request = find(id);
    if (!request.clientId().equals(query.text("client_id"))) {
      throw OAuthFault.request("The request was made by another client");
    }
    return signInPage(id, request, browsers.nameOf(call), request.loginHint(), "");
  }

  private OAuthRequest find(String id) {
    return requests
        .find(id)
        .orElseThrow(
            () ->
                OAuthFault.request(
                    "The request has expired or was answered. Go back to the app and start"
                        + " again."));
  }

  private Reply.Content signInPage(
      String id, OAuthRequest request, String browser, String identifier, String fault) {
    String body =
        """
        <p>%s asks to use your account.</p>
        %s
        <form method="post" action="%s">
        %s
        <label for="identifier">Handle or e-mail address</label>
        <input type="text" id="identifier" name="identifier" value="%s" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="512">
        <label for="password">Password</label>
        <input type="password" id="password" name="password" autocomplete="current-password" required maxlength="512">
        <button type="submit">Sign in</button>
        <button class="plain" type="submit" name="answer" value="deny" formnovalidate>Cancel</button>
        </form>
        <p class="small">Check that the address above begins with %s.</p>
        """
            .formatted(
                parts.app(request),
                Parts.alert(fault),
                SIGN_IN,
                Parts.hidden(id, browser, ""),
                Html.escape(identifier),
                Html.escape(origin.toString()));
    return Html.page("Sign in", body, browser, Html.target(request.redirectUri()));
  }

  /** {@code /oauth/authorize/sign-in}: the first form. */
  Reply signIn(Call call) {
    Form form = Form.body(call);
    String browser = browsers.require(call, form);
    String id = form.text(Parts.REQUEST);
    OAuthRequest request = find(id);
    if (form.find("answer").isPresent()) {
      return deny(id, request);
    }
    String identifier = form.text("identifier").strip().replaceFirst("^@", "");
    return switch (signIn.check(identifier, form.text("password"), call.clientAddress())) {
      case SignIn.Outcome.Open open -> next(id, request, browser, open.account());
      case SignIn.Outcome.Refused(Refusal refusal) ->
          new Reply.Explained(
              refusal, signInPage(id, request, browser, identifier, refusal.message()));
    };
  }

  private Reply next(String id, OAuthRequest request, String browser, Account account) {
    return account.factors().isEmpty()
        ? consentPage(id, request, browser, account)
        : secondFactor.first(id, request, browser, account);
  }

  /** {@code /oauth/authorize/second-factor}: the form between, for who has a second factor. */
  Reply secondFactor(Call call) {
    Form form = Form.body(call);
    String browser = browsers.require(call, form);
    String id = form.text(Parts.REQUEST);
    OAuthRequest request = find(id);
    if (form.find("answer").isPresent()) {
      return deny(id, request);
    }
    return switch (secondFactor.check(id, request, browser, form)) {
      case SecondFactorPage.Outcome.Right(Account account) ->
          consentPage(id, request, browser, account);
      case SecondFactorPage.Outcome.Wrong(Reply again) -> again;
    };
  }

  private Reply consentPage(String id, OAuthRequest request, String browser, Account account) {
    String body =
        """
        <p>%s asks to use your account <strong>%s</strong>.</p>
        <form method="post" action="%s">
        %s
        %s
        <button type="submit" name="answer" value="allow">Allow</button>
        <button class="plain" type="submit" name="answer" value="deny">Deny</button>
        </form>
        <p class="small">You can take this back at any time by ending the app's session.</p>
        """
            .formatted(
                parts.app(request),
                Html.escape(account.handle().value()),
                CONSENT,
                Parts.hidden(
                    id,
                    browser,
                    issuer.ticket(OAuthIssuer.Step.CONSENT, account.did(), id, browser)),
                consent.boxes(request));
    return Html.page("Allow this app?", body, browser, Html.target(request.redirectUri()));
  }

  /** {@code /oauth/authorize/consent}: the last form. */
  Reply consent(Call call) {
    Form form = Form.body(call);
    String browser = browsers.require(call, form);
    String id = form.text(Parts.REQUEST);
    OAuthRequest request = find(id);
    Did did =
        issuer
            .ticketHolder(OAuthIssuer.Step.CONSENT, form.text(Parts.TICKET), id, browser)
            .orElseThrow(
                () -> OAuthFault.request("You signed in too long ago. Go back and start again."));
    if (!form.text("answer").equals("allow")) {
      return deny(id, request);
    }
    String code =
        requests
            .approve(id, did, Consent.granted(request, form))
            .orElseThrow(() -> OAuthFault.request("The request was answered already."));
    return back(request, Map.of("code", code));
  }

  private Reply deny(String id, OAuthRequest request) {
    requests.deny(id);
    return back(
        request, Map.of("error", "access_denied", "error_description", "The person refused"));
  }

  private Reply back(OAuthRequest request, Map<String, String> answer) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("iss", origin.toString());
    all.put("state", request.state());
    all.putAll(answer);
    String query =
        all.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    String uri = request.redirectUri();
    String mark = request.responseMode().equals("fragment") ? "#" : uri.contains("?") ? "&" : "?";
    return new Reply.SeeOther(
        uri + mark + query, Map.of("Cache-Control", "no-store", "Referrer-Policy", "no-referrer"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
