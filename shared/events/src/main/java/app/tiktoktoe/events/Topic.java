package app.tiktoktoe.events;

import java.util.Locale;

/** The topics of {@code functions/catalogue.yaml}. */
public enum Topic {
  /** {@link RepoEvent}s: what accounts did to their repositories and identities. */
  COMMITS("commits"),
  /** Cloud Storage notifications of finished uploads. */
  UPLOADS("uploads"),
  /** {@link NotificationEvent}s. */
  NOTIFICATIONS("notifications"),
  /** {@link MailRequest}s. */
  MAILS("mails"),
  /** {@link MaintenanceTask}s from the scheduler. */
  MAINTENANCE("maintenance"),
  /** Secret Manager's notices, of which those that ask for a rotation count. */
  SECRET_ROTATIONS("secret-rotations"),
  /** Cloud Billing's notices of what was spent of a budget. */
  BUDGET_ALERTS("budget-alerts");

  private final String id;

  Topic(String id) {
    this.id = id;
  }

  /** The name in Pub/Sub. */
  public String id() {
    return id;
  }

  /**
   * Reads {@link #id}.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public static Topic ofId(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
