package app.tiktoktoe.accounts;

import app.tiktoktoe.xrpc.Grant;
import java.util.Arrays;
import java.util.Optional;

/** What an access token of a session allows, as its {@code scope} says. */
enum AccessScope {
  FULL("com.atproto.access"),
  APP_PASSWORD("com.atproto.appPass"),
  PRIVILEGED_APP_PASSWORD("com.atproto.appPassPrivileged");

  private final String text;

  AccessScope(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  Grant grant() {
    return switch (this) {
      case FULL -> Grant.full();
      case APP_PASSWORD -> new Grant.AppPassword(false);
      case PRIVILEGED_APP_PASSWORD -> new Grant.AppPassword(true);
    };
  }

  /** Of a session that was opened with an app password, or with the account's own. */
  static AccessScope of(Optional<AppPassword> appPassword) {
    return appPassword
        .map(used -> used.privileged() ? PRIVILEGED_APP_PASSWORD : APP_PASSWORD)
        .orElse(FULL);
  }

  static Optional<AccessScope> parse(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
  }
}
