package app.tiktoktoe.emulators.stack;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the person at the terminal asked for.
 *
 * @param port the gateway's port
 * @param demo whether the demo runs
 * @param data where state is kept between runs; absent for none
 * @param isolated functions that get a process of their own
 * @param limits whether rate limits apply
 * @param backoff whether a refused message waits before it comes back
 * @param traces whether every request is traced
 * @param checks whether every answer is checked against its lexicon
 * @param deliver whether messages reach the functions; without, views stay as they are
 * @param help whether only the help is wanted
 */
record StackOptions(
    int port,
    boolean demo,
    Optional<Path> data,
    List<String> isolated,
    boolean limits,
    boolean backoff,
    boolean traces,
    boolean checks,
    boolean deliver,
    boolean help) {
  static final String HELP =
      """
      Runs all of TikTokToe on this machine until Ctrl-C.

        --port N         the gateway's port (default 8080)
        --no-demo        start without the demo accounts and video
        --data DIR       keep the state in DIR between runs
        --isolate NAME   run that function in a process of its own (may be repeated)
        --limits on|off  rate limits (default on)
        --backoff on|off whether a refused message waits before it comes back (default on)
        --traces on|off  whether every request is traced (default on)
        --checks on|off  whether every answer is checked against its lexicon (default on)
        --deliver on|off whether messages reach the functions; off, views stand still (default on)
        --help           this text
      """;

  private static final int DEFAULT_PORT = 8080;

  StackOptions {
    isolated = List.copyOf(isolated);
  }

  /**
   * Reads the command line.
   *
   * @throws StackFailure naming the first argument that is wrong
   */
  static StackOptions parse(List<String> arguments) {
    Deque<String> rest = new ArrayDeque<>(arguments);
    int port = DEFAULT_PORT;
    boolean demo = true;
    boolean limits = true;
    boolean backoff = true;
    boolean traces = true;
    boolean checks = true;
    boolean deliver = true;
    boolean help = false;
    Optional<Path> data = Optional.empty();
    List<String> isolated = new ArrayList<>();
    while (!rest.isEmpty()) {
      String option = rest.removeFirst();
      switch (option) {
        case "--port" -> port = port(value(option, rest));
        case "--no-demo" -> demo = false;
        case "--data" -> data = Optional.of(Path.of(value(option, rest)).toAbsolutePath());
        case "--isolate" -> isolated.add(value(option, rest));
        case "--limits" -> limits = isOn(option, value(option, rest));
        case "--backoff" -> backoff = isOn(option, value(option, rest));
        case "--traces" -> traces = isOn(option, value(option, rest));
        case "--checks" -> checks = isOn(option, value(option, rest));
        case "--deliver" -> deliver = isOn(option, value(option, rest));
        case "--help", "-h" -> help = true;
        default -> throw new StackFailure("Unknown option " + option + "; see --help");
      }
    }
    return new StackOptions(
        port, demo, data, isolated, limits, backoff, traces, checks, deliver, help);
  }

  private static String value(String option, Deque<String> rest) {
    String next = rest.peekFirst();
    if (next == null || next.isEmpty() || next.startsWith("--")) {
      throw new StackFailure(option + " needs a value; see --help");
    }
    return rest.removeFirst();
  }

  private static int port(String text) {
    if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65535) {
      throw new StackFailure("--port " + text + " is not in 1..65535");
    }
    return Integer.parseInt(text);
  }

  private static boolean isOn(String option, String text) {
    return switch (text) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new StackFailure(option + " " + text + " is neither on nor off");
    };
  }
}
