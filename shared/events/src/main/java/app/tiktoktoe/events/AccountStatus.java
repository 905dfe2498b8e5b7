package app.tiktoktoe.events;

import java.util.Locale;

/** Whether an account is served, and why not. */
public enum AccountStatus {
  /** Served. */
  ACTIVE,
  /** Switched off by its owner, who may come back. */
  DEACTIVATED,
  /** Taken down by a moderator. */
  TAKENDOWN,
  /** Taken down by a moderator for a time. */
  SUSPENDED,
  /** Gone for good. */
  DELETED;

  /** The protocol's name, for example {@code takendown}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #id}.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public static AccountStatus ofId(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
