package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.xrpc.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which handles may be chosen: one label of 3 to 18 characters below a domain of the service, which
 * neither is a reserved name nor looks like one, and holds no encoded Unicode. Immutable.
 */
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
          "atp",
          "atproto",
          "auth",
          "billing",
          "blog",
          "bluesky",
          "bsky",
          "cdn",
          "contact",
          "copyright",
          "dev",
          "did",
          "dmca",
          "dns",
          "docs",
          "email",
          "feed",
          "firehose",
          "ftp",
          "handle",
          "help",
          "host",
          "hostmaster",
          "imap",
          "info",
          "internal",
          "legal",
          "lex",
          "lexicon",
          "localhost",
          "login",
          "mail",
          "media",
          "moderation",
          "moderator",
          "news",
          "noreply",
          "nsid",
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
          "repo",
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
          "tid",
          "tiktoktoe",
          "trust",
          "upload",
          "uploads",
          "verify",
          "video",
          "webmaster",
          "well-known",
          "www",
          "xrpc");

  private static final Set<String> RESERVED_LOOKS =
      RESERVED.stream().map(HandlePolicy::look).collect(Collectors.toUnmodifiableSet());

  /**
   * Top-level domains that no handle may have; {@code test} only where the service's own has it.
   */
  private static final Set<String> NO_DOMAINS =
      Set.of(
          "alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test");

  private final List<String> domains;

  /** Handles below {@code domains}, each with a leading dot. */
  public HandlePolicy(List<String> domains) {
    this.domains = List.copyOf(domains);
  }

  /** Whether a handle is below a domain of the service. */
  boolean isOurs(Handle handle) {
    return domains.stream().anyMatch(handle.value()::endsWith);
  }

  /** Why a handle may not be chosen by somebody who owns its domain; empty when it may. */
  Optional<Refusal> checkForeign(Handle handle) {
    String last = handle.value().substring(handle.value().lastIndexOf('.') + 1);
    boolean isDevelopment =
        last.equals("test") && domains.stream().anyMatch(domain -> domain.endsWith(".test"));
    return NO_DOMAINS.contains(last) && !isDevelopment
        ? invalid("Handle TLD is invalid or disallowed")
        : Optional.empty();
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
    if (label.startsWith("xn--")) {
      return invalid("Invalid characters in handle");
    }
    return RESERVED_LOOKS.contains(look(label))
        ? Optional.of(Refusal.of("HandleNotAvailable", "Reserved handle"))
        : Optional.empty();
  }

  /** The same for labels that people take for each other. */
  private static String look(String label) {
    return label
        .replace("-", "")
        .replace("rn", "m")
        .replace("vv", "w")
        .replace('0', 'o')
        .replace('1', 'i')
        .replace('l', 'i')
        .replace('3', 'e')
        .replace('4', 'a')
        .replace('5', 's')
        .replace('7', 't');
  }

  private static Optional<Refusal> invalid(String message) {
    return Optional.of(Refusal.of("InvalidHandle", message));
  }
}
