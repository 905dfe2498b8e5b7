package app.tiktoktoe.repository;

import java.util.Locale;

/** Whether an account's repository is served and may be written. */
public enum RepositoryStatus {
  /** Served and written. */
  ACTIVE,
  /** Switched off by its owner, who may come back. */
  DEACTIVATED,
  /** Taken down by a moderator. */
  TAKENDOWN,
  /** Taken down by a moderator for a time. */
  SUSPENDED,
  /** Deleted; its data goes. */
  DELETED;

  /** The name in events and documents, for example {@code takendown}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #id}.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public static RepositoryStatus ofId(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
