package app.tiktoktoe.accounts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an account may do beyond what every user may. */
public enum Role {
  CREATOR,
  MODERATOR,
  ADMIN;

  /** As it is stored and sent, for example {@code moderator}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of this name. */
  public static Optional<Role> find(String id) {
    return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
  }
}
