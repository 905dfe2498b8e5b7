package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.xrpc.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which handles may be chosen: one label of 3 to 18 characters below a domain of the service. */
public final class HandlePolicy {
  private static final int MIN_LABEL_CHARS = 3;
  private static final int MAX_LABEL_CHARS = 18;
  private static final Set<String> RESERVED =
      Set.of(
          "about",
          "abuse",
          "account",
          "accounts",
          "admin",
          "administrator",
          "api",
          "app",
          "assets",
          "atproto",
          "auth",
          "billing",
          "blog",
          "bsky",
          "cdn",
          "contact",
          "copyright",
          "dev",
          "dmca",
          "dns",
          "docs",
          "email",
          "feed",
          "firehose",
          "ftp",
          "help",
          "host",
          "hostmaster",
          "imap",
          "info",
          "internal",
          "legal",
          "localhost",
          "login",
          "mail",
          "media",
          "moderation",
          "moderator",
          "news",
          "noreply",
          "oauth",
          "official",
          "password",
          "pds",
          "plc",
          "pop",
          "postmaster",
          "press",
          "privacy",
          "relay",
          "root",
          "safety",
          "security",
          "signin",
          "signup",
          "smtp",
          "ssl",
          "staff",
          "staging",
          "static",
          "status",
          "support",
          "system",
          "team",
          "terms",
          "test-admin",
          "tiktoktoe",
          "trust",
          "upload",
          "uploads",
          "verify",
          "video",
          "webmaster",
          "well-known",
          "www");

  private final List<String> domains;

  /** Handles below {@code domains}, each with a leading dot. */
  public HandlePolicy(List<String> domains) {
    this.domains = List.copyOf(domains);
  }

  /** Why a handle may not be chosen; empty when it may. */
  Optional<Refusal> check(Handle handle) {
    String name = handle.value();
    Optional<String> domain = domains.stream().filter(name::endsWith).findFirst();
    if (domain.isEmpty()) {
      return Optional.of(
          Refusal.of(
              "UnsupportedDomain",
              "Not a supported handle domain; handles end in " + String.join(", ", domains)));
    }
    String label = name.substring(0, name.length() - domain.get().length());
    if (label.contains(".")) {
      return invalid("Invalid characters in handle");
    }
    if (label.length() < MIN_LABEL_CHARS) {
      return invalid("Handle too short");
    }
    if (label.length() > MAX_LABEL_CHARS) {
      return invalid("Handle too long");
    }
    return RESERVED.contains(label)
        ? Optional.of(Refusal.of("HandleNotAvailable", "Reserved handle"))
        : Optional.empty();
  }

  private static Optional<Refusal> invalid(String message) {
    return Optional.of(Refusal.of("InvalidHandle", message));
  }
}
