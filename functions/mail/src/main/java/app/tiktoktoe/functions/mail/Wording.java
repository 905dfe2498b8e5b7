package app.tiktoktoe.functions.mail;

import app.tiktoktoe.accounts.Account;
import app.tiktoktoe.accounts.EmailTokens;
import app.tiktoktoe.events.MailRequest;

/** Puts mails in plain words, and the same words in a page. */
final class Wording {
  private final String host;

  /** Speaks for the service at {@code host}. */
  Wording(String host) {
    this.host = host;
  }

  /**
   * What is said of a kind of wish.
   *
   * @param wish goes between "asked to" and the account
   * @param otherwise what to do for whom it was not
   */
  private record Words(String subject, String wish, String otherwise) {}

  /** The mail of a kind, with the token that confirms the wish. */
  Mail of(MailRequest.Kind kind, Account account, String token) {
    Words words = words(kind);
    String name = "@" + account.handle();
    long minutes = EmailTokens.LIFETIME.toMinutes();
    String text =
        """
        Somebody, probably you, asked to %s %s at %s.

        To confirm, enter this code:

            %s

        It is good once and for %d minutes. If it was not you, %s.
        """
            .formatted(words.wish(), name, host, token, minutes, words.otherwise());
    String html =
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>%s</title></head>
        <body style="font-family: sans-serif; font-size: 16px; line-height: 1.5; color: #111; \
        background: #fff; max-width: 32em; margin: 0 auto; padding: 1em">
        <p>Somebody, probably you, asked to %s <strong>%s</strong> at %s.</p>
        <p>To confirm, enter this code:</p>
        <p style="font-family: monospace; font-size: 28px; letter-spacing: 2px">%s</p>
        <p>It is good once and for %d minutes. If it was not you, %s.</p>
        </body>
        </html>
        """
            .formatted(
                escaped(words.subject()),
                escaped(words.wish()),
                escaped(name),
                escaped(host),
                escaped(token),
                minutes,
                escaped(words.otherwise()));
    return new Mail(account.email(), words.subject(), text, html);
  }

  private static Words words(MailRequest.Kind kind) {
    return switch (kind) {
      case DELETE_ACCOUNT ->
          new Words(
              "Confirm that your account is to be deleted",
              "delete the account",
              "do nothing, and change your password");
      case PLC_OPERATION ->
          new Words(
              "Confirm a change of your identity",
              "change the identity of the account, as a move to another server does,",
              "do nothing, and change your password");
      case CONFIRM_EMAIL ->
          new Words(
              "Confirm your e-mail address",
              "confirm that this address belongs to",
              "do nothing: the address stays unconfirmed");
      case UPDATE_EMAIL ->
          new Words(
              "Confirm a change of your e-mail address",
              "change the e-mail address of the account",
              "do nothing, and change your password");
      case RESET_PASSWORD ->
          new Words("Reset your password", "reset the password of the account", "do nothing");
      case SIGN_IN ->
          new Words(
              "Your code to sign in",
              "sign in, with the right password, to the account",
              "change your password: somebody knows it");
    };
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
