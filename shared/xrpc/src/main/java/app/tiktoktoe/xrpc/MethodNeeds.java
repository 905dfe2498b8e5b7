package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.oauth.Need;
import app.tiktoktoe.oauth.RepoAction;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an app must have been given to call a method by OAuth. A method of the protocol that is
 * named nowhere here is not for apps at all; a method of an application is a call of its service.
 * Stateless.
 */
public final class MethodNeeds {
  private static final Need MANAGE_EMAIL = new Need.Account("email", true);
  private static final Need WHOLE_IDENTITY = new Need.Identity("*");

  /** Whom they reach is checked by themselves, or what they show is nobody's secret. */
  private static final Set<String> FREE =
      Set.of(
          "com.atproto.identity.getRecommendedDidCredentials",
          "com.atproto.repo.listMissingBlobs",
          "com.atproto.server.checkAccountStatus",
          "com.atproto.server.getSession");

  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          Map.entry("com.atproto.identity.requestPlcOperationSignature", only(WHOLE_IDENTITY)),
          Map.entry("com.atproto.identity.signPlcOperation", only(WHOLE_IDENTITY)),
          Map.entry("com.atproto.identity.submitPlcOperation", only(WHOLE_IDENTITY)),
          Map.entry("com.atproto.identity.updateHandle", only(new Need.Identity("handle"))),
          Map.entry(
              "com.atproto.repo.applyWrites",
              new Rule("repo:{collection}?action={action}, of each write", MethodNeeds::ofWrites)),
          Map.entry("com.atproto.repo.createRecord", writing(RepoAction.CREATE)),
          Map.entry("com.atproto.repo.deleteRecord", writing(RepoAction.DELETE)),
          Map.entry("com.atproto.repo.importRepo", only(new Need.Account("repo", true))),
          Map.entry("com.atproto.repo.putRecord", writing(RepoAction.CREATE, RepoAction.UPDATE)),
          Map.entry(
              "com.atproto.repo.uploadBlob",
              new Rule(
                  "blob:{type}", call -> List.of(new Need.Blob(call.contentType().orElse(""))))),
          Map.entry("com.atproto.server.confirmEmail", only(MANAGE_EMAIL)),
          Map.entry("com.atproto.server.requestEmailConfirmation", only(MANAGE_EMAIL)),
          Map.entry("com.atproto.server.requestEmailUpdate", only(MANAGE_EMAIL)),
          Map.entry(
              "com.atproto.server.getServiceAuth",
              new Rule(
                  "rpc:{lxm}?aud={aud}",
                  call ->
                      List.of(new Need.Rpc(call.findText("lxm").orElse("*"), call.text("aud"))))));

  /** What a call needs, and the same in words. */
  private record Rule(String scopes, Function<Call, List<Need>> needs) {}

  private MethodNeeds() {}

  /** Why an app with this grant may not make the call; empty when it may. */
  static Optional<Refusal> refusal(Auth level, Grant.OAuth grant, Call call) {
    Nsid method = call.method().orElseThrow();
    if (!isForApps(level, method)) {
      return Optional.of(
          Refusal.of(
              Refusal.Kind.FORBIDDEN,
              "Forbidden",
              "OAuth credentials are not supported for this endpoint"));
    }
    return missing(grant, of(method, grant.service(), call));
  }

  /** Why an app with this grant may not call a method of another service; empty when it may. */
  static Optional<Refusal> refusalOfService(Grant.OAuth grant, Nsid method, String service) {
    return missing(grant, List.of(new Need.Rpc(method.value(), service)));
  }

  private static Optional<Refusal> missing(Grant.OAuth grant, List<Need> needs) {
    return needs.stream()
        .filter(need -> !grant.permissions().permit(need))
        .findFirst()
        .map(
            need ->
                Refusal.of(
                    Refusal.Kind.FORBIDDEN,
                    "ScopeMissingError",
                    "Missing required scope \"" + need.scope() + "\""));
  }

  /**
   * Whether a method can be called by OAuth, given the right scopes. One that needs the whole
   * session must be named for that; no scope of an application opens it.
   */
  public static boolean isForApps(Auth level, Nsid method) {
    String name = method.value();
    return FREE.contains(name)
        || RULES.containsKey(name)
        || (level != Auth.FULL && (isOfAnApplication(name) || isOfNobody(name)));
  }

  private static boolean isOfAnApplication(String name) {
    return !name.startsWith("com.atproto.");
  }

  private static boolean isOfNobody(String name) {
    return name.startsWith("com.atproto.sync.")
        || name.startsWith("com.atproto.moderation.")
        || name.startsWith("com.atproto.label.");
  }

  /** The scopes that an app must have, in words; empty when any app may call the method. */
  public static String scopes(Nsid method) {
    String name = method.value();
    if (isFree(name)) {
      return "";
    }
    Rule rule = RULES.get(name);
    return rule == null ? "rpc:" + name : rule.scopes();
  }

  private static boolean isFree(String name) {
    return FREE.contains(name) || name.startsWith("com.atproto.sync.");
  }

  private static List<Need> of(Nsid method, String service, Call call) {
    String name = method.value();
    if (isFree(name)) {
      return List.of();
    }
    Rule known = RULES.get(name);
    return known == null
        ? List.of(new Need.Rpc(name, call.header(Relay.HEADER).orElse(service)))
        : known.needs().apply(call);
  }

  private static Rule only(Need need) {
    return new Rule(need.scope(), call -> List.of(need));
  }

  private static Rule writing(RepoAction... actions) {
    String names =
        Arrays.stream(actions)
            .map(action -> "action=" + action.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("&"));
    return new Rule("repo:{collection}?" + names, call -> ofCollection(call, actions));
  }

  private static List<Need> ofCollection(Call call, RepoAction... actions) {
    String collection = call.input().path("collection").asText();
    List<Need> needs = new ArrayList<>();
    for (RepoAction action : actions) {
      needs.add(new Need.Repo(collection, action));
    }
    return needs;
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
