package app.tiktoktoe.functions.auth.oauth;

import app.tiktoktoe.accounts.OAuthRequest;
import app.tiktoktoe.oauth.Permission;
import app.tiktoktoe.oauth.PermissionSets;
import app.tiktoktoe.oauth.RepoAction;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a person is asked, in words, and what of it was left ticked. Thread-safe. */
final class Consent {
  static final String FIELD = "scope";

  private final PermissionSets sets;

  Consent(PermissionSets sets) {
    this.sets = sets;
  }

  private static List<String> optional(OAuthRequest request) {
    return Arrays.stream(request.scope().split(" ", -1))
        .filter(scope -> !scope.equals(Permission.Named.ATPROTO.scope()))
        .toList();
  }

  /** What was granted: never more than was asked for. */
  static String granted(OAuthRequest request, Form form) {
    List<String> ticked = form.all(FIELD);
    return Arrays.stream(request.scope().split(" ", -1))
        .filter(scope -> scope.equals(Permission.Named.ATPROTO.scope()) || ticked.contains(scope))
        .collect(Collectors.joining(" "));
  }

  /** A box to untick for each scope. */
  String boxes(OAuthRequest request) {
    StringBuilder boxes = new StringBuilder();
    for (String scope : optional(request)) {
      boxes.append(
          """
          <label class="scope"><input type="checkbox" name="scope" value="%s" checked><span>%s</span></label>
          """
              .formatted(Html.escape(scope), Html.escape(words(scope))));
    }
    return boxes.isEmpty()
        ? "<p>It learns who you are, and nothing more.</p>"
        : "<fieldset><legend>It may:</legend>" + boxes + "</fieldset>";
  }

  private String words(String scope) {
    return Permission.parse(scope).map(this::words).orElse(scope);
  }

  private String words(Permission permission) {
    return switch (permission) {
      case Permission.Named.ATPROTO -> "Know who you are";
      case Permission.Named.GENERIC ->
          "Read and write everything but private messages and your account's settings";
      case Permission.Named.EMAIL -> "See your e-mail address";
      case Permission.Named.CHAT -> "Read and send private messages";
      case Permission.Account(String attribute, boolean manage) -> account(attribute, manage);
      case Permission.Blob(List<String> accept) -> "Upload files: " + String.join(", ", accept);
      case Permission.Identity(String attribute) ->
          attribute.equals("handle")
              ? "Change your handle"
              : "Change your identity, also so that you lose it";
      case Permission.Repo repo ->
          repo.actions().stream()
                  .sorted()
                  .map(RepoAction::name)
                  .map(name -> name.toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", ", "In your repository ", ": "))
              + names(repo.collections());
      case Permission.Rpc rpc ->
          "Call "
              + (rpc.audience().equals("*") ? "any service" : rpc.audience())
              + " for you: "
              + names(rpc.methods());
      case Permission.Include include ->
          sets.title(include.set()).orElse(include.set().value())
              + sets.detail(include.set()).map(detail -> ": " + detail).orElse("");
    };
  }

  private static String account(String attribute, boolean manage) {
    if (attribute.equals("email")) {
      return manage ? "See and change your e-mail address" : "See your e-mail address";
    }
    return manage ? "Replace your whole repository" : "Export your repository";
  }

  private static String names(java.util.Set<String> names) {
    return names.contains("*")
        ? "everything"
        : names.stream().sorted().collect(Collectors.joining(", "));
  }
}
