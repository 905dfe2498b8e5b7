package app.tiktoktoe.functions.mail;

import app.tiktoktoe.accounts.EmailAddress;

/**
 * A mail.
 *
 * @param text plain text; lines end in a line feed
 * @param html a page that says the same; loads nothing from anywhere
 */
record Mail(EmailAddress to, String subject, String text, String html) {
  /** Shows neither address nor text. */
  @Override
  public String toString() {
    return "Mail[hidden]";
  }
}
