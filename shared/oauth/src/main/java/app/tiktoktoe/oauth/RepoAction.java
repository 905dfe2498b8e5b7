package app.tiktoktoe.oauth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is done to a record. */
public enum RepoAction {
  CREATE,
  UPDATE,
  DELETE;

  static Optional<RepoAction> find(String text) {
    return Arrays.stream(values()).filter(action -> action.text().equals(text)).findFirst();
  }

  /** As scopes write it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
