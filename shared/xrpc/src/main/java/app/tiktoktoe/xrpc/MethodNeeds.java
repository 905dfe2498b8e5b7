package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.oauth.Need;
import app.tiktoktoe.oauth.RepoAction;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What an app must have been given to call a method by OAuth. A method of the protocol that is
 * named nowhere here is not for apps at all; a method of an application is a call of its service.
 * Stateless.
 */
public final class MethodNeeds {
  private static final String APPLICATION_PROXY = "atproto-proxy";
  private static final Need MANAGE_EMAIL = new Need.Account("email", true);
  private static final Need WHOLE_IDENTITY = new Need.Identity("*");

  /** Whom they reach is checked by themselves, or what they show is nobody's secret. */
  private static final Set<String> FREE =
      Set.of(
          "com.atproto.identity.getRecommendedDidCredentials",
          "com.atproto.repo.listMissingBlobs",
          "com.atproto.server.checkAccountStatus",
          "com.atproto.server.getSession");

  private static final Map<String, Function<Call, List<Need>>> NEEDS =
      Map.ofEntries(
          Map.entry("com.atproto.identity.requestPlcOperationSignature", only(WHOLE_IDENTITY)),
          Map.entry("com.atproto.identity.signPlcOperation", only(WHOLE_IDENTITY)),
          Map.entry("com.atproto.identity.submitPlcOperation", only(WHOLE_IDENTITY)),
          Map.entry("com.atproto.identity.updateHandle", only(new Need.Identity("handle"))),
          Map.entry("com.atproto.repo.applyWrites", MethodNeeds::ofWrites),
          Map.entry("com.atproto.repo.createRecord", writing(RepoAction.CREATE)),
          Map.entry("com.atproto.repo.deleteRecord", writing(RepoAction.DELETE)),
          Map.entry("com.atproto.repo.importRepo", only(new Need.Account("repo", true))),
          Map.entry("com.atproto.repo.putRecord", writing(RepoAction.CREATE, RepoAction.UPDATE)),
          Map.entry(
              "com.atproto.repo.uploadBlob",
              call -> List.of(new Need.Blob(call.contentType().orElse("")))),
          Map.entry("com.atproto.server.confirmEmail", only(MANAGE_EMAIL)),
          Map.entry("com.atproto.server.requestEmailConfirmation", only(MANAGE_EMAIL)),
          Map.entry("com.atproto.server.requestEmailUpdate", only(MANAGE_EMAIL)),
          Map.entry(
              "com.atproto.server.getServiceAuth",
              call -> List.of(new Need.Rpc(call.findText("lxm").orElse("*"), call.text("aud")))));

  private MethodNeeds() {}

  /** Why an app with this grant may not make the call; empty when it may. */
  static Optional<Refusal> refusal(Grant.OAuth grant, Call call) {
    Nsid method = call.method().orElseThrow();
    if (!isForApps(method)) {
      return Optional.of(
          Refusal.of(
              Refusal.Kind.FORBIDDEN,
              "Forbidden",
              "OAuth credentials are not supported for this endpoint"));
    }
    return of(method, grant.service(), call).stream()
        .filter(need -> !grant.permissions().permit(need))
        .findFirst()
        .map(
            need ->
                Refusal.of(
                    Refusal.Kind.FORBIDDEN,
                    "ScopeMissingError",
                    "Missing required scope \"" + need.scope() + "\""));
  }

  /** Whether a method can be called by OAuth, given the right scopes. */
  public static boolean isForApps(Nsid method) {
    String name = method.value();
    return !name.startsWith("com.atproto.")
        || name.startsWith("com.atproto.sync.")
        || name.startsWith("com.atproto.moderation.")
        || name.startsWith("com.atproto.label.")
        || FREE.contains(name)
        || NEEDS.containsKey(name);
  }

  private static List<Need> of(Nsid method, String service, Call call) {
    String name = method.value();
    if (FREE.contains(name) || name.startsWith("com.atproto.sync.")) {
      return List.of();
    }
    Function<Call, List<Need>> known = NEEDS.get(name);
    return known == null
        ? List.of(new Need.Rpc(name, call.header(APPLICATION_PROXY).orElse(service)))
        : known.apply(call);
  }

  private static Function<Call, List<Need>> only(Need need) {
    return call -> List.of(need);
  }

  private static Function<Call, List<Need>> writing(RepoAction... actions) {
    return call -> {
      String collection = call.input().path("collection").asText();
      List<Need> needs = new ArrayList<>();
      for (RepoAction action : actions) {
        needs.add(new Need.Repo(collection, action));
      }
      return needs;
    };
  }

  private static List<Need> ofWrites(Call call) {
    List<Need> needs = new ArrayList<>();
    for (JsonNode write : call.input().path("writes")) {
      needs.add(new Need.Repo(write.path("collection").asText(), action(write)));
    }
    return needs.stream().distinct().toList();
  }

  private static RepoAction action(JsonNode write) {
    String type = write.path("$type").asText();
    return switch (type.substring(type.indexOf('#') + 1)) {
      case "create" -> RepoAction.CREATE;
      case "update" -> RepoAction.UPDATE;
      case "delete" -> RepoAction.DELETE;
      default -> throw Refusal.invalid("Not a write: " + type).asException();
    };
  }
}
