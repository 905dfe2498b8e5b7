package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.accounts.Account;
import app.tiktoktoe.accounts.Factor;
import app.tiktoktoe.accounts.OAuthIssuer;
import app.tiktoktoe.accounts.OAuthRequest;
import app.tiktoktoe.xrpc.Refusal;
import app.tiktoktoe.xrpc.Reply;
import java.util.Optional;

/**
 * Asks who typed the right password for a second factor. A code is a field of a form, which needs
 * no script; a passkey takes the one script that the page's policy names by its digest.
 * Thread-safe.
 */
final class SecondFactorPage {
  /** Has the passkey sign what the button carries, and sends the form with the answer. */
  private static final String SCRIPT =
      """
      (()=>{const b=document.getElementById("use-passkey"),f=document.getElementById("passkey-form"),
      d=t=>Uint8Array.from(atob(t.replace(/-/g,"+").replace(/_/g,"/")),c=>c.charCodeAt(0)),
      e=a=>btoa(String.fromCharCode(...new Uint8Array(a))).replace(/\\+/g,"-").replace(/\\//g,"_").replace(/=+$/,"");
      if(!window.PublicKeyCredential){return}
      f.hidden=false;
      f.addEventListener("submit",async s=>{
      if(f.elements.passkey.value||s.submitter!==b){return}
      s.preventDefault();
      const o=JSON.parse(b.dataset.options);
      o.challenge=d(o.challenge);
      o.allowCredentials=o.allowCredentials.map(c=>({type:c.type,id:d(c.id)}));
      try{const c=await navigator.credentials.get({publicKey:o}),r=c.response;
      f.elements.passkey.value=JSON.stringify({id:c.id,rawId:e(c.rawId),type:c.type,
      clientExtensionResults:{},response:{clientDataJSON:e(r.clientDataJSON),
      authenticatorData:e(r.authenticatorData),signature:e(r.signature),
      userHandle:r.userHandle?e(r.userHandle):undefined}});
      f.submit()}catch(x){document.getElementById("passkey-fault").textContent="The passkey was not used: "+x.message}
      })})()\
      """;

  private final OAuthRoutes.Factors factors;
  private final OAuthIssuer issuer;
  private final Parts parts;

  SecondFactorPage(OAuthRoutes.Factors factors, OAuthIssuer issuer, Parts parts) {
    this.factors = factors;
    this.issuer = issuer;
    this.parts = parts;
  }

  /** What came of the form. */
  sealed interface Outcome {
    /** It is the account's owner. */
    record Right(Account account) implements Outcome {}

    /** The form again, with what was wrong. */
    record Wrong(Reply again) implements Outcome {}
  }

  /** The page after the password. A mailed code is on its way. */
  Reply first(String id, OAuthRequest request, String browser, Account account) {
    Optional<Refusal> tooMany = factors.codes().ask(account);
    return page(id, request, browser, account, tooMany.map(Refusal::message).orElse(""));
  }

  /**
   * Checks what was sent.
   *
   * @throws OAuthFault when the password was typed too long ago, or elsewhere
   */
  Outcome check(String id, OAuthRequest request, String browser, Form form) {
    Account account =
        issuer
            .ticketHolder(OAuthIssuer.Step.PASSWORD, form.text(Parts.TICKET), id, browser)
            .flatMap(factors.accounts()::find)
            .orElseThrow(
                () -> OAuthFault.request("You signed in too long ago. Go back and start again."));
    Optional<String> passkey = form.find("passkey");
    Optional<Refusal> refusal =
        passkey.isPresent()
            ? factors.passkeys().check(account, purpose(id), passkey.get())
            : factors.codes().check(account, form.find("code").orElse(""));
    return refusal
        .<Outcome>map(
            wrong ->
                new Outcome.Wrong(
                    new Reply.Explained(wrong, page(id, request, browser, account, words(wrong)))))
        .orElseGet(() -> new Outcome.Right(account));
  }

  private static String words(Refusal wrong) {
    return switch (wrong.error()) {
      case "InvalidToken" -> "That was not right, or was used before. Try again.";
      case "ExpiredToken" -> "The code is too old. Go back to the app and start again.";
      default -> wrong.message();
    };
  }

  private static String purpose(String id) {
    return "signIn " + id;
  }

  private Reply.Content page(
      String id, OAuthRequest request, String browser, Account account, String fault) {
    String ticket = issuer.ticket(OAuthIssuer.Step.PASSWORD, account.did(), id, browser);
    String hidden = Parts.hidden(id, browser, ticket);
    Optional<String> passkey =
        factors.passkeys().request(account, purpose(id)).map(options -> button(hidden, options));
    String body =
        """
        <p>%s asks to use your account <strong>%s</strong>. The password is right; one thing more.</p>
        %s
        %s
        <form method="post" action="%s">
        %s
        <label for="code">%s</label>
        <input type="text" id="code" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required maxlength="64">
        <button type="submit">Continue</button>
        <button class="plain" type="submit" name="answer" value="deny" formnovalidate>Cancel</button>
        </form>
        """
            .formatted(
                parts.app(request),
                Html.escape(account.handle().value()),
                Parts.alert(fault),
                passkey.orElse(""),
                Pages.SECOND_FACTOR,
                hidden,
                label(account));
    String target = Html.target(request.redirectUri());
    return passkey.isPresent()
        ? Html.page("One thing more", body, browser, target, SCRIPT)
        : Html.page("One thing more", body, browser, target);
  }

  private static String label(Account account) {
    boolean app = account.factors().contains(Factor.TOTP);
    boolean mail = account.factors().contains(Factor.EMAIL);
    boolean strong = app || account.factors().contains(Factor.PASSKEY);
    return (app ? "Code of your authenticator app" : "")
        + (app && mail ? ", " : "")
        + (mail ? "Code from the e-mail that is on its way" : "")
        + (strong ? (app || mail ? " or a recovery code" : "Recovery code") : "");
  }

  /** Hidden until the script finds that the browser knows passkeys. */
  private static String button(String hidden, Object options) {
    return """
    <form method="post" action="%s" id="passkey-form" hidden>
    %s
    <input type="hidden" name="passkey" value="">
    <button type="submit" id="use-passkey" data-options="%s">Use a passkey</button>
    <p class="small" id="passkey-fault" role="status"></p>
    </form>
    """
        .formatted(Pages.SECOND_FACTOR, hidden, Html.escape(options.toString()));
  }
}
