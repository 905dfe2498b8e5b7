package app.tiktoktoe.functions.mail;

import app.tiktoktoe.accounts.EmailAddress;

/**
 * A mail.
 *
 * @param text plain text; lines end in a line feed
 */
record Mail(EmailAddress to, String subject, String text) {
  /** Shows neither address nor text. */
  @Override
  public String toString() {
    return "Mail[hidden]";
  }
}
