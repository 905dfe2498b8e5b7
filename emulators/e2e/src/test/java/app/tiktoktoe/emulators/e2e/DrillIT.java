package app.tiktoktoe.emulators.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.emulators.google.FreePorts;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The runbooks' commands and long-lasting trouble, rehearsed on stacks of their own. */
class DrillIT {
  private static final Pattern RESULT = Pattern.compile("restore drill: .*");
  private static final Pattern KILLS = Pattern.compile("\\d+ kills cut .*");
  private static final System.Logger LOG = System.getLogger("drill");

  /** Whoever is silent is looked for soon, so that the drill need not last long. */
  private static final Map<String, String> IMPATIENT =
      Map.of("JOB_LEASE_S", "5", "JOB_UPLOAD_S", "20", "ORPHAN_GRACE_S", "10");

  @BeforeAll
  static void install() throws Exception {
    NodeScenario.install();
  }

  @Test
  void everythingLostIsRestored() throws Exception {
    try (StackProcess stack =
        StackProcess.ready(FreePorts.choose(), "--no-demo", "--limits", "off")) {
      Matcher result =
          RESULT.matcher(NodeScenario.passes("drills", "restore.test.mjs", stack.address()));
      assertTrue(result.find());
      LOG.log(System.Logger.Level.INFO, result.group());
    }
  }

  @Test
  void deadLettersAreReplayed() throws Exception {
    try (StackProcess stack =
        StackProcess.ready(
            FreePorts.choose(), "--no-demo", "--limits", "off", "--backoff", "off")) {
      NodeScenario.passes("drills", "dead-letters.test.mjs", stack.address());
      NodeScenario.passes("drills", "dead-videos.test.mjs", stack.address());
    }
  }

  @Test
  void videosOutliveTheirWorkers() throws Exception {
    try (StackProcess stack =
        StackProcess.ready(
            IMPATIENT,
            FreePorts.choose(),
            "--no-demo",
            "--limits",
            "off",
            "--backoff",
            "off",
            "--isolate",
            "media",
            "--isolate",
            "video")) {
      Matcher result =
          KILLS.matcher(NodeScenario.passes("drills", "killed-video.test.mjs", stack.address()));
      assertTrue(result.find());
      LOG.log(System.Logger.Level.INFO, result.group());
    }
  }
}
