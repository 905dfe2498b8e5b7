package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import app.tiktoktoe.emulators.fcm.FcmEmulator;
import app.tiktoktoe.emulators.google.FirestoreEmulator;
import app.tiktoktoe.emulators.google.FreePorts;
import app.tiktoktoe.emulators.google.PubSubEmulator;
import app.tiktoktoe.emulators.logging.LoggingEmulator;
import app.tiktoktoe.emulators.mail.MailEmulator;
import app.tiktoktoe.emulators.openapi.OpenApi;
import app.tiktoktoe.emulators.plc.PlcEmulator;
import app.tiktoktoe.emulators.secretmanager.SecretManagerEmulator;
import app.tiktoktoe.emulators.storage.StorageEmulator;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Starts the whole product in the right order, as much as possible at once. Used once. */
final class Stack {
  static final String PROJECT = "demo-tiktoktoe";
  private static final int KEPT_TRACES = 2000;
  private static final int KEPT_LOG_LINES = 20_000;

  private static final List<String> PASSED =
      List.of(
          "VALKEY_URL",
          "PROXY_SERVICES",
          "PROXY_DEFAULT",
          "OUTBOUND_EMULATOR_HOST",
          "SCANNER_URL",
          "JOB_LEASE_S",
          "JOB_UPLOAD_S",
          "ORPHAN_GRACE_S");

  /** Short, so that whoever rotates a secret sees at once what comes of it. */
  private static final String SECRETS_MAX_AGE_S = "2";

  private final StackOptions options;
  private final Path root;
  private final Path data;
  private final Resources opened;
  private final Map<String, String> newSecrets;
  private final Consumer<String> out;
  private final MetricsFromLogs metrics = new MetricsFromLogs();
  private final Traces traces = new Traces(KEPT_TRACES);
  private final LogLines log = new LogLines(KEPT_LOG_LINES, List.of(metrics::take));
  private final CompletableFuture<String> death = new CompletableFuture<>();
  private final Map<String, String> addresses = new LinkedHashMap<>();

  /**
   * Nothing runs yet.
   *
   * @param root the folder of the root pom
   * @param data where the emulators keep their files
   * @param opened gets everything that must be closed
   * @param newSecrets values for the secrets that {@code data} does not have yet
   * @param out progress, line by line
   */
  Stack(
      StackOptions options,
      Path root,
      Path data,
      Resources opened,
      Map<String, String> newSecrets,
      Consumer<String> out) {
    this.options = options;
    this.root = root;
    this.data = data;
    this.opened = opened;
    this.newSecrets = Map.copyOf(newSecrets);
    this.out = out;
  }

  /** Completes with one line when a child has died. */
  CompletableFuture<String> death() {
    return death;
  }

  /** Where everything is, for the table. */
  Map<String, String> addresses() {
    return new LinkedHashMap<>(addresses);
  }

  String origin() {
    return "http://localhost:" + options.port();
  }

  private String did() {
    return "did:web:localhost%3A" + options.port();
  }

  /**
   * Starts everything and returns when the gateway answers.
   *
   * @throws StackFailure when something does not start
   */
  void start() throws IOException {
    Catalogue catalogue = Catalogue.read(root.resolve("functions/catalogue.yaml"));
    options.isolated().forEach(catalogue::function);
    Gateway gateway = opened.add(Gateway.bind(options.port()));
    Emulators emulators = new Emulators(InstantSource.system(), PROJECT, data, log, opened);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<FirestoreEmulator> firestoreStarts = threads.submit(emulators::firestore);
      Future<PubSubEmulator> pubSubStarts = threads.submit(emulators::pubSub);
      Future<Path> ffmpegFound =
          threads.submit(() -> Ffmpeg.find(System.getenv(), data.resolve("bin")));
      SecretManagerEmulator secretManager = emulators.secretManager();
      Secrets.seed(secretManager.hostPort(), PROJECT, newSecrets);
      Secrets.seed(
          secretManager.hostPort(),
          PROJECT,
          Map.of(
              "sendgrid-api-key",
              "local",
              "sendgrid-webhook-key",
              "local",
              "operator-password",
              "local"));
      LoggingEmulator logging = emulators.logging();
      FcmEmulator fcm = emulators.fcm();
      MailEmulator mail = emulators.mail();
      PlcEmulator plc = emulators.plc();
      CachePurges purges = opened.add(CachePurges.start());

      PubSubEmulator pubSub = get(pubSubStarts);
      PubSubClient topics = opened.add(new PubSubClient(pubSub.hostPort(), PROJECT));
      topics.create(catalogue);
      StorageEmulator storage = emulators.storage(catalogue, topics);
      FirestoreEmulator firestore = get(firestoreStarts);
      watch("Firestore emulator", firestore.onExit());
      watch("Pub/Sub emulator", pubSub.onExit());
      if (options.data().isPresent()) {
        emulators.keep(firestore);
      }

      Map<String, String> environment = new LinkedHashMap<>();
      environment.put("GOOGLE_CLOUD_PROJECT", PROJECT);
      environment.put("SERVICE_ORIGIN", origin());
      environment.put("SERVICE_DID", did());
      environment.put("HANDLE_DOMAINS", ".test");
      environment.put("PLC_URL", plc.endpoint().toString());
      environment.put("METERED_FIRESTORE_EMULATOR_HOST", firestore.hostPort());
      environment.put("PUBSUB_EMULATOR_HOST", pubSub.hostPort());
      environment.put("STORAGE_EMULATOR_HOST", storage.endpoint().toString());
      environment.put("SECRETMANAGER_EMULATOR_HOST", secretManager.hostPort());
      environment.put("SECRETS_MAX_AGE_S", SECRETS_MAX_AGE_S);
      environment.put("LOGGING_EMULATOR_HOST", logging.hostPort());
      environment.put("FCM_EMULATOR_HOST", fcm.endpoint().toString());
      environment.put("SENDGRID_EMULATOR_HOST", mail.endpoint().toString());
      environment.put("MAIL_SENDER", "no-reply@tiktoktoe.test");
      environment.put("FFMPEG", get(ffmpegFound).toString());
      environment.put("SANDBOX", DecoderSandbox.find(System.getenv(), out));
      environment.put("COMPUTE_EMULATOR_HOST", purges.endpoint().toString());
      environment.put("CDN_URL_MAP", CachePurges.URL_MAP);
      environment.put("BRAKE_RATIO", "1.2");
      environment.put("BRAKE_SERVICES", "none");
      environment.put("SERVICE_VERSION", version());
      environment.put("CHECK_ANSWERS", options.checks() ? "on" : "off");
      if (options.traces()) {
        TraceReceiver receiver = opened.add(TraceReceiver.start(traces));
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint().toString());
      }
      environment.put("LIMITS", options.limits() ? "on" : "off");
      emulators
          .bucketNames(catalogue)
          .forEach(
              (name, real) -> environment.put("BUCKET_" + name.toUpperCase(Locale.ROOT), real));
      environment.putAll(passed(System.getenv()));
      environment.forEach(addresses::put);
      environment.put(
          "TIMEOUT_SECONDS",
          catalogue.functions().values().stream()
              .map(function -> function.name() + "=" + function.timeout().toSeconds())
              .collect(Collectors.joining(",")));

      Map<String, URI> origins = new LinkedHashMap<>();
      Hosts hosts = hosts(catalogue, environment, origins);
      PushBridge bridge = bridge(catalogue, topics, origins);
      opened.add(new Scheduler(topics, log)).start(catalogue);
      DevEndpoints developer =
          new DevEndpoints(
              log,
              metrics,
              bridge,
              fcm::messages,
              mail::mails,
              options.demo() ? Demo.accounts() : List.of());
      BucketFolder folders = opened.add(new BucketFolder(storage.endpoint()));
      FirestoreAdmin admin =
          new FirestoreAdmin(PROJECT, firestore, folders, data, InstantSource.system());
      Map<String, String> drill =
          drillEnvironment(catalogue, emulators, firestore, pubSub, storage.endpoint());
      drill.put("PLC_URL", plc.endpoint().toString());
      DrillEndpoints drills = new DrillEndpoints(drill, hosts);
      NoticeEndpoints notices =
          new NoticeEndpoints(catalogue, PROJECT, topics::publish, InstantSource.system());
      TraceEndpoints traced = new TraceEndpoints(traces);
      InstanceEndpoints instances = new InstanceEndpoints(catalogue, hosts);
      DocsPages docs =
          new DocsPages(
              new OpenApi(catalogue, new ClasspathLexicons(), version()), URI.create(origin()));
      PageFiles page = new PageFiles(root.resolve("emulators/page/target/site"));
      gateway.serve(
          new Routes(
              catalogue,
              origins,
              emulators.bucketNames(catalogue),
              storage.endpoint(),
              Optional.of(
                  new Routes.Proxy("auth", did(), environment.containsKey("PROXY_DEFAULT")))),
          (exchange, path) ->
              developer.answer(exchange, path)
                  || notices.answer(exchange, path)
                  || traced.answer(exchange, path)
                  || purges.answer(exchange, path)
                  || instances.answer(exchange, path)
                  || drills.answer(exchange, path)
                  || admin.answer(exchange, path)
                  || docs.answer(exchange, path)
                  || page.answer(exchange, path));
    }
  }

  /** What of the stack's {@code own} environment the functions get. */
  static Map<String, String> passed(Map<String, String> own) {
    return PASSED.stream()
        .filter(name -> !own.getOrDefault(name, "").isBlank())
        .collect(Collectors.toMap(name -> name, name -> own.getOrDefault(name, "")));
  }

  private static String version() {
    return Objects.requireNonNullElse(
        Stack.class.getPackage().getImplementationVersion(), "0-unpackaged");
  }

  /** What terraform/runbooks/bin reads, for this stack instead of the cloud. */
  private Map<String, String> drillEnvironment(
      Catalogue catalogue,
      Emulators emulators,
      FirestoreEmulator firestore,
      PubSubEmulator pubSub,
      URI storage) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PROJECT", PROJECT);
    variables.put("ACCESS_TOKEN", "local");
    variables.put("SNAPSHOTS", "off");
    variables.put("POLL_SECONDS", "0.2");
    variables.put("BACKUP_BUCKET", emulators.bucketName("backups"));
    variables.put("BUCKETS", String.join(" ", emulators.bucketNames(catalogue).values()));
    variables.put("FIRESTORE_URL", origin() + FirestoreAdmin.BASE);
    variables.put("FIRESTORE_EMULATOR_HOST", firestore.hostPort());
    variables.put("PUBSUB_URL", "http://" + pubSub.hostPort());
    variables.put("STORAGE_URL", storage.toString());
    variables.put("SERVICE_ORIGIN", origin());
    return variables;
  }

  /** Starts the functions; {@code origins} gets where each of them is. */
  private Hosts hosts(
      Catalogue catalogue, Map<String, String> environment, Map<String, URI> origins) {
    List<FunctionEntry> functions = List.copyOf(catalogue.functions().values());
    List<Integer> ports = FreePorts.choose(functions.size());
    Map<String, List<HostProcess.Placement>> placements = new LinkedHashMap<>();
    for (int i = 0; i < functions.size(); i++) {
      FunctionEntry function = functions.get(i);
      HostProcess.Placement placement = new HostProcess.Placement(function, ports.get(i));
      String host = options.isolated().contains(function.name()) ? function.name() : "functions";
      placements.computeIfAbsent(host, _ -> new ArrayList<>()).add(placement);
      origins.put(function.name(), placement.origin());
    }
    Hosts hosts = opened.add(new Hosts(root, placements, environment, log, death::complete));
    hosts.start();
    origins.forEach((name, origin) -> addresses.put("function " + name, origin.toString()));
    return hosts;
  }

  private PushBridge bridge(Catalogue catalogue, PubSubClient topics, Map<String, URI> origins) {
    HttpClient client =
        opened.add(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    PushBridge bridge = opened.add(new PushBridge(topics, log));
    List<FunctionEntry> functions =
        options.deliver() ? List.copyOf(catalogue.functions().values()) : List.of();
    for (FunctionEntry function : functions) {
      URI origin = origins.get(function.name());
      if (function.trigger() instanceof Trigger.PubSub trigger && origin != null) {
        bridge.connect(
            new PushTarget(
                function,
                trigger,
                origin.resolve("/"),
                topics.subscription(function.name()).toString(),
                options.backoff(),
                client));
      }
    }
    return bridge;
  }

  private void watch(String name, CompletableFuture<Integer> exit) {
    var _ = exit.thenAccept(code -> death.complete(name + " ended with exit code " + code));
  }

  private static <T> T get(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof StackFailure failure) {
        throw failure;
      }
      throw new StackFailure(String.valueOf(cause.getMessage()), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("Interrupted while starting", e);
    }
  }

  /** Shows the product's main job. */
  void demo() throws IOException, InterruptedException {
    try (XrpcClient client = new XrpcClient(origin())) {
      Path ffmpeg = Ffmpeg.find(System.getenv(), data.resolve("bin"));
      new Demo(client, ffmpeg, data, InstantSource.system(), out).run();
    }
  }
}
