package app.tiktoktoe.emulators.rules.grants;

import app.tiktoktoe.catalogue.Access;
import app.tiktoktoe.events.Topic;
import app.tiktoktoe.xrpc.Auth;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.objectweb.asm.Type;

/**
 * Reads what a function does in the cloud from the calls that its code can make. Names must be
 * constants where they are used: a topic where an {@code EventPublisher} is made, which publishes
 * to no other; a secret where its text is read; a bucket where the one class is made that calls
 * Cloud Storage for it.
 */
final class Derivation {
  private static final String CLOUD = "app/tiktoktoe/cloud/";
  private static final String EVENTS = "app/tiktoktoe/events/";
  private static final String ROUTE = "app/tiktoktoe/xrpc/Route";
  private static final String BUCKET = "BUCKET_";
  private static final String MESSAGING = "com/google/firebase/messaging/FirebaseMessaging";
  private static final String FIREBASE_AUTH = "com/google/firebase/auth/FirebaseAuth";
  private static final String LOGGING = "com/google/cloud/logging/v2/LoggingClient";
  private static final String SECRET_MANAGER =
      "com/google/cloud/secretmanager/v1/SecretManagerServiceClient";

  /** Managing versions includes listing them. */
  private static final Set<String> ADDING_SECRETS =
      Set.of(
          "addSecretVersion",
          "disableSecretVersion",
          "destroySecretVersion",
          "enableSecretVersion",
          "getSecretVersion",
          "listSecretVersions");

  private static final Set<String> OPENING = Set.of("create", "close");
  private static final Set<String> READING_SECRETS = Set.of("accessSecretVersion");

  private final Needs needs = new Needs();
  private final List<Call> calls;
  private final Map<String, Set<String>> bucketsOfClass = new TreeMap<>();
  private final Set<String> madeWithSeveral = new TreeSet<>();

  private Derivation(List<Call> calls) {
    this.calls = calls;
  }

  static Needs of(String entryClass) {
    return new Derivation(Reach.from(entryClass)).needs();
  }

  private Needs needs() {
    calls.forEach(this::giveBuckets);
    for (Call call : calls) {
      Libraries.firestore(call).ifPresent(needs::useFirestore);
      storage(call);
      names(call);
      secretManager(call);
      roles(call);
      routes(call);
    }
    return needs;
  }

  private void names(Call call) {
    boolean constructor = call.name().equals("<init>");
    if (constructor && call.owner().equals(EVENTS + "EventPublisher") && isPublic(call)) {
      needs.publishes.addAll(topics(call.arguments().getLast().elements(internal(Topic.class))));
    } else if (constructor && call.owner().equals(EVENTS + "EventService")) {
      needs.consumes.addAll(topics(call.arguments().getFirst().constants(internal(Topic.class))));
    } else if (isSecret(call)) {
      needs.secrets.addAll(call.arguments().getFirst().texts());
    } else if (constructor && call.owner().equals(CLOUD + "ParsedSecret")) {
      needs.secrets.addAll(call.arguments().get(1).texts());
    } else if (call.is(CLOUD + "Environment", "text")) {
      needs.requiredVariables.addAll(call.arguments().getFirst().texts());
    } else if (call.is(CLOUD + "Environment", "find") && !isEnvironmentItself(call)) {
      needs.optionalVariables.addAll(call.arguments().getFirst().texts());
    }
  }

  /** The other constructor takes what this one passes on. */
  private static boolean isPublic(Call call) {
    return call.descriptor().startsWith("(L" + CLOUD + "GoogleClients;");
  }

  private static boolean isSecret(Call call) {
    boolean text = call.is(CLOUD + "Secrets", "text") || call.is(CLOUD + "GoogleClients", "text");
    return text && !isInCloud(call);
  }

  /** There a name is what a caller gave. */
  private static boolean isInCloud(Call call) {
    return call.caller().owner().name.startsWith(CLOUD);
  }

  private static boolean isEnvironmentItself(Call call) {
    return call.caller().owner().name.equals(CLOUD + "Environment");
  }

  /** Whoever asks Secret Manager itself is made with the names, and asks for no others. */
  private void secretManager(Call call) {
    boolean asks = call.owner().equals(SECRET_MANAGER) && !OPENING.contains(call.name());
    if (!asks || isInCloud(call)) {
      return;
    }
    Set<String> names =
        calls.stream()
            .filter(each -> each.is(call.caller().owner().name, "<init>"))
            .filter(each -> each.descriptor().endsWith("[Ljava/lang/String;)V"))
            .map(each -> each.arguments().getLast().textElements())
            .flatMap(Set::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    if (names.isEmpty()) {
      throw new AssertionError(
          call.caller() + " asks Secret Manager: it must be made with the names of its secrets");
    }
    if (ADDING_SECRETS.contains(call.name())) {
      needs.rotates.addAll(names);
    } else if (READING_SECRETS.contains(call.name())) {
      needs.secrets.addAll(names);
    } else {
      throw Libraries.unknown(call);
    }
  }

  private static Set<String> topics(Set<String> constants) {
    return constants.stream()
        .map(name -> Topic.valueOf(name).id())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String internal(Class<?> type) {
    return Type.getInternalName(type);
  }

  private void roles(Call call) {
    if (call.is(CLOUD + "GoogleClients", "logging")) {
      needs.roles.add("logging.logWriter");
    } else if (call.owner().equals(LOGGING) && call.name().startsWith("listLogEntries")) {
      needs.roles.add("logging.viewer");
    } else if (call.owner().equals(MESSAGING) && call.name().startsWith("send")) {
      needs.roles.add("firebasecloudmessaging.admin");
    } else if (call.is(FIREBASE_AUTH, "verifyIdToken")) {
      needs.roles.add("firebaseauth.viewer");
    } else if (call.is(FIREBASE_AUTH, "createCustomToken")) {
      needs.signsUrls = true;
    } else if (call.owner().equals(FIREBASE_AUTH) && !call.name().equals("getInstance")) {
      throw Libraries.unknown(call);
    } else if (call.is("app/tiktoktoe/media/CloudCdn", "purge")
        || call.is("app/tiktoktoe/media/CloudCdn", "from")) {
      needs.roles.add("custom.cdnPurger");
    } else if (call.is(CLOUD + "TraceExport", "from")) {
      needs.unnamedRoles.add("telemetry.tracesWriter");
    }
  }

  private void routes(Call call) {
    boolean made = call.owner().equals(ROUTE) && call.descriptor().endsWith(")L" + ROUTE + ";");
    if (!made) {
      return;
    }
    if (call.name().equals("method")) {
      String auth = one(call.arguments().get(1).constants(internal(Auth.class)));
      needs.routes.put(one(call.arguments().getFirst().texts()), auth.toLowerCase(Locale.ROOT));
    } else if (call.name().equals("path") || call.name().equals("form")) {
      needs.routes.put(one(call.arguments().getFirst().texts()), "path");
    }
  }

  private static String one(Set<String> names) {
    if (names.size() != 1) {
      throw new AssertionError("one name was expected: " + names);
    }
    return names.iterator().next();
  }

  /** Remembers which bucket an object is given when it is made. */
  private void giveBuckets(Call call) {
    if (!call.name().equals("<init>")
        || call.instruction() == null
        || !ByteCode.isOurs(call.owner())) {
      return;
    }
    Set<String> given = new TreeSet<>();
    for (Value argument : call.arguments()) {
      for (Call result : argument.results()) {
        if (result.is(CLOUD + "Environment", "text")) {
          result.arguments().getFirst().texts().stream()
              .filter(name -> name.startsWith(BUCKET))
              .map(Derivation::bucket)
              .forEach(given::add);
        }
      }
    }
    bucketsOfClass.computeIfAbsent(call.owner(), key -> new TreeSet<>()).addAll(given);
    if (given.size() > 1) {
      madeWithSeveral.add(call.owner());
    }
  }

  private static String bucket(String variable) {
    return variable.substring(BUCKET.length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void storage(Call call) {
    if (!Libraries.isStorage(call)) {
      return;
    }
    String type = call.caller().owner().name;
    Set<String> buckets = bucketsOfClass.getOrDefault(type, Set.of());
    if (buckets.isEmpty() || madeWithSeveral.contains(type)) {
      throw new AssertionError(
          "%s calls Cloud Storage: %s must be made with exactly one bucket of the environment, not"
                  .formatted(call.caller(), type)
              + " "
              + buckets);
    }
    if (Libraries.signs(call)) {
      needs.signsUrls = true;
      needs.useBuckets(buckets, Access.READ);
    } else {
      needs.useBuckets(buckets, Libraries.storage(call));
    }
  }
}
