package app.tiktoktoe.functions.mail;

/** Hands mails to whoever delivers them. Implementations are thread-safe. */
interface MailSender {
  /** Sends one mail. */
  Outcome send(Mail mail);

  /** What came of it. */
  enum Outcome {
    /** It is on its way. */
    ACCEPTED,
    /** It will never be taken. */
    REJECTED,
    /** The service is busy, out of order, or does not take our key. */
    TRY_LATER
  }
}
