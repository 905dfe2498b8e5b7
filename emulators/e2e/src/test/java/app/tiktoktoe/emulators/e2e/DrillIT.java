package app.tiktoktoe.emulators.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The runbooks' commands, rehearsed on a stack of their own. */
class DrillIT {
  private static final Pattern RESULT = Pattern.compile("restore drill: .*");
  private static final System.Logger LOG = System.getLogger("drill");

  @BeforeAll
  static void install() throws Exception {
    NodeScenario.install();
  }

  @Test
  void everythingLostIsRestored() throws Exception {
    try (StackProcess stack =
        StackProcess.ready(StackProcess.freePort(), "--no-demo", "--limits", "off")) {
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
            StackProcess.freePort(), "--no-demo", "--limits", "off", "--backoff", "off")) {
      NodeScenario.passes("drills", "dead-letters.test.mjs", stack.address());
    }
  }
}
