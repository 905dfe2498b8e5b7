package app.tiktoktoe.canary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command line: a command, and options that each have a value. */
record Options(String command, Map<String, List<String>> values) {
  static final String USAGE =
      """
      canary COMMAND --project ID (--region R... --service S... | --services FILE) [options]

      pin       tie the services to the revisions that serve now; run it before deploying
      roll      move their traffic to their newest revisions, back if one does harm
      rollback  bring back the revisions that served before, or those of --to
      status    show who gets the traffic

      --services FILE     the services as `terraform output -json services` prints them, instead of --region and --service
      --as EMAIL          the service account whose place to take
      --revision S=REV    roll: the revision to try, instead of the newest
      --to S=REV          rollback: where to go
      --probe S=TARGET    roll: a path of the new revision, or an https address of the service, that is asked when users do not
      --quiet S           roll: the service is rarely called; silence is no reason to roll back
      --max-p95 [S=]TIME  roll: 2s
      --max-errors SHARE  roll: 0.02
      --min-requests N    roll: 50, per step
      --steps LIST        roll: 5,25,50,100
      --hold TIME         roll: 5m, measured per step
      --patience TIME     roll: 12m, for requests that are missing

      exit code: 0 done, 1 rolled back, 2 refused (nothing was changed), 3 a person must look
      """;
  private static final Set<String> KNOWN =
      Set.of(
          "project",
          "as",
          "region",
          "service",
          "services",
          "revision",
          "to",
          "probe",
          "quiet",
          "max-p95",
          "max-errors",
          "min-requests",
          "steps",
          "hold",
          "patience");
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s|m)");

  Options {
    values = Map.copyOf(values);
  }

  /**
   * Parses a command line.
   *
   * @throws IllegalArgumentException with a message for the person who typed it
   */
  static Options parse(List<String> arguments) {
    require(!arguments.isEmpty(), "no command");
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (int i = 1; i < arguments.size(); i += 2) {
      String name = arguments.get(i).replaceFirst("^--", "");
      require(
          arguments.get(i).startsWith("--") && KNOWN.contains(name),
          "unknown option " + arguments.get(i));
      require(i + 1 < arguments.size(), "no value for --" + name);
      values.computeIfAbsent(name, any -> new ArrayList<>()).add(arguments.get(i + 1));
    }
    return new Options(arguments.getFirst(), values);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  Optional<String> one(String name) {
    require(all(name).size() <= 1, "--" + name + " more than once");
    return all(name).stream().findFirst();
  }

  String required(String name) {
    return one(name).orElseThrow(() -> new IllegalArgumentException("--" + name + " is missing"));
  }

  /** The values {@code SERVICE=VALUE} of an option. */
  Map<String, String> perService(String name) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String value : all(name)) {
      int equals = value.indexOf('=');
      require(equals > 0, "--" + name + " wants SERVICE=VALUE, not " + value);
      found.put(value.substring(0, equals), value.substring(equals + 1));
    }
    return found;
  }

  /** {@code 250ms}, {@code 90s} or {@code 5m}. */
  static Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    require(matcher.matches(), "not a time such as 250ms, 90s or 5m: " + text);
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      default -> Duration.ofMinutes(count);
    };
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
