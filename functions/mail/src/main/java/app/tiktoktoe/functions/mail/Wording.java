package app.tiktoktoe.functions.mail;

import app.tiktoktoe.accounts.Account;
import app.tiktoktoe.accounts.EmailTokens;
import app.tiktoktoe.events.MailRequest;

/** Puts mails in plain words. */
final class Wording {
  private final String host;

  /** Speaks for the service at {@code host}. */
  Wording(String host) {
    this.host = host;
  }

  /** The mail of a kind, with the token that confirms the wish. */
  Mail of(MailRequest.Kind kind, Account account, String token) {
    String wish =
        switch (kind) {
          case DELETE_ACCOUNT -> "delete the account";
          case PLC_OPERATION ->
              "change the identity of the account, as a move to another server does";
        };
    String text =
        """
        Somebody, probably you, asked to %s @%s at %s.

        To confirm, enter this code:

            %s

        It is good once and for %d minutes. If it was not you, do nothing, and change your password.
        """
            .formatted(wish, account.handle(), host, token, EmailTokens.LIFETIME.toMinutes());
    return new Mail(account.email(), subject(kind), text);
  }

  private static String subject(MailRequest.Kind kind) {
    return switch (kind) {
      case DELETE_ACCOUNT -> "Confirm that your account is to be deleted";
      case PLC_OPERATION -> "Confirm a change of your identity";
    };
  }
}
