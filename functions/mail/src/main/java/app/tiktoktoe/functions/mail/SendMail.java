package app.tiktoktoe.functions.mail;

import app.tiktoktoe.accounts.Account;
import app.tiktoktoe.accounts.Accounts;
import app.tiktoktoe.accounts.EmailTokens;
import app.tiktoktoe.accounts.MailSuppressions;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler;
import app.tiktoktoe.events.MailRequest;
import app.tiktoktoe.events.Message;
import app.tiktoktoe.events.Outbox;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sends the mail that a request asks for, with a fresh token. A request that is delivered again
 * after its mail was sent is done; one that died in between sends another mail, whose token is the
 * good one. A request older than {@link #USEFUL_FOR} is dropped: its owner has asked again. So is
 * one to an address whose mails came back or were called spam.
 *
 * <p>Costs three reads and three writes.
 */
final class SendMail implements EventHandler {
  static final Duration USEFUL_FOR = Duration.ofHours(1);

  private final Accounts accounts;
  private final MailSuppressions suppressions;
  private final EmailTokens tokens;
  private final Outbox outbox;
  private final MailSender sender;
  private final Wording wording;
  private final InstantSource clock;
  private final StructuredLog log;

  SendMail(
      Accounts accounts,
      MailSuppressions suppressions,
      EmailTokens tokens,
      Outbox outbox,
      MailSender sender,
      Wording wording,
      InstantSource clock,
      StructuredLog log) {
    this.accounts = accounts;
    this.suppressions = suppressions;
    this.tokens = tokens;
    this.outbox = outbox;
    this.sender = sender;
    this.wording = wording;
    this.clock = clock;
    this.log = log;
  }

  @Override
  public Handled handle(Delivery delivery) {
    Handled handled = send(MailRequest.decode(delivery.data()));
    if (!(handled instanceof Handled.Retry)) {
      delivery.attribute(Message.OUTBOX_ATTRIBUTE).ifPresent(outbox::confirm);
    }
    return handled;
  }

  private Handled send(MailRequest request) {
    if (request.time().plus(USEFUL_FOR).isBefore(clock.instant())) {
      return new Handled.Dropped("too old");
    }
    Optional<Account> account = accounts.find(request.recipient());
    if (account.isEmpty()) {
      return new Handled.Dropped("the account is gone");
    }
    if (suppressions.has(account.get().email())) {
      log.warning("mail suppressed", entry -> entry.put("kind", request.kind().id()));
      return new Handled.Dropped("the address gets no mail");
    }
    return tokens
        .make(request)
        .map(token -> send(request, wording.of(request.kind(), account.get(), token)))
        .orElseGet(Handled::done);
  }

  private Handled send(MailRequest request, Mail mail) {
    return switch (sender.send(mail)) {
      case ACCEPTED -> {
        tokens.sent(request);
        yield Handled.done();
      }
      case REJECTED -> {
        log.warning("mail rejected", entry -> entry.put("kind", request.kind().id()));
        yield new Handled.Dropped("the mail service refuses it");
      }
      case TRY_LATER -> new Handled.Retry("the mail service does not take it");
    };
  }
}
