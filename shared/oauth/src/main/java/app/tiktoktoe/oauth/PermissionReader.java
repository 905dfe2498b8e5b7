package app.tiktoktoe.oauth;

import app.tiktoktoe.atproto.syntax.Nsid;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads each kind of scope from its general form. Stateless. */
final class PermissionReader {
  private static final Set<String> ACCOUNT_ATTRIBUTES = Set.of("email", "repo");
  private static final Set<String> IDENTITY_ATTRIBUTES = Set.of("handle", Scopes.ANY);

  private PermissionReader() {}

  static Optional<Permission> read(ScopeSyntax scope) {
    return switch (scope.resource()) {
      case "account" -> account(scope);
      case "blob" -> blob(scope);
      case "identity" -> identity(scope);
      case "include" -> include(scope);
      case "repo" -> repo(scope);
      case "rpc" -> rpc(scope);
      default -> Optional.empty();
    };
  }

  private static Optional<Permission> account(ScopeSyntax scope) {
    List<String> actions = scope.values("action");
    boolean known = actions.stream().allMatch(Set.of("read", "manage")::contains);
    if (!scope.hasOnly("attr", "action") || !known) {
      return Optional.empty();
    }
    return single(scope.valuesOrPositional("attr"))
        .filter(ACCOUNT_ATTRIBUTES::contains)
        .map(attribute -> new Permission.Account(attribute, actions.contains("manage")));
  }

  private static Optional<Permission> blob(ScopeSyntax scope) {
    List<String> accept = scope.valuesOrPositional("accept");
    return scope.hasOnly("accept")
            && !accept.isEmpty()
            && accept.stream().allMatch(Scopes::isMediaRange)
        ? Optional.of(
            new Permission.Blob(
                accept.stream().map(range -> range.toLowerCase(Locale.ROOT)).toList()))
        : Optional.empty();
  }

  private static Optional<Permission> identity(ScopeSyntax scope) {
    return scope.hasOnly("attr")
        ? single(scope.valuesOrPositional("attr"))
            .filter(IDENTITY_ATTRIBUTES::contains)
            .map(Permission.Identity::new)
        : Optional.empty();
  }

  private static Optional<Permission> include(ScopeSyntax scope) {
    List<String> audiences = scope.values("aud");
    boolean good =
        scope.hasOnly("nsid", "aud")
            && audiences.size() <= 1
            && audiences.stream().allMatch(Scopes::isAudience);
    return good
        ? single(scope.valuesOrPositional("nsid"))
            .filter(Nsid::isValid)
            .map(nsid -> new Permission.Include(Nsid.parse(nsid), audiences.stream().findFirst()))
        : Optional.empty();
  }

  private static Optional<Permission> repo(ScopeSyntax scope) {
    return scope.hasOnly("collection", "action")
        ? repo(scope.valuesOrPositional("collection"), scope.values("action"))
        : Optional.empty();
  }

  /** Writes to collections; all actions when none is named. */
  static Optional<Permission> repo(List<String> collections, List<String> actions) {
    if (collections.isEmpty() || !collections.stream().allMatch(Scopes::isNsidOrAny)) {
      return Optional.empty();
    }
    Set<RepoAction> known = EnumSet.noneOf(RepoAction.class);
    for (String action : actions) {
      Optional<RepoAction> found = RepoAction.find(action);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      known.add(found.get());
    }
    return Optional.of(
        new Permission.Repo(
            new LinkedHashSet<>(collections),
            known.isEmpty() ? EnumSet.allOf(RepoAction.class) : known));
  }

  private static Optional<Permission> rpc(ScopeSyntax scope) {
    return scope.hasOnly("lxm", "aud")
        ? single(scope.values("aud"))
            .flatMap(audience -> rpc(scope.valuesOrPositional("lxm"), audience))
        : Optional.empty();
  }

  /** Calls of methods; every method of every service is too much to ask. */
  static Optional<Permission> rpc(List<String> methods, String audience) {
    boolean anywhere = audience.equals(Scopes.ANY);
    boolean good =
        !methods.isEmpty()
            && methods.stream().allMatch(Scopes::isNsidOrAny)
            && (anywhere ? !methods.contains(Scopes.ANY) : Scopes.isAudience(audience));
    return good
        ? Optional.of(new Permission.Rpc(new LinkedHashSet<>(methods), audience))
        : Optional.empty();
  }

  private static Optional<String> single(List<String> values) {
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }
}
