package app.tiktoktoe.canary.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShellcheckTest {
  @Test
  void shellcheckFindsNothing() throws Exception {
    assumeTrue(Ran.isOnThePath("shellcheck"), "needs shellcheck: apt-get install shellcheck");
    Set<Path> scripts = Repository.shellScripts();
    assertTrue(
        scripts.contains(Repository.ROOT.resolve("emulators/start")), () -> "only " + scripts);
    List<String> command =
        new ArrayList<>(List.of("shellcheck", "--external-sources", "--source-path=SCRIPTDIR"));
    scripts.forEach(script -> command.add(script.toString()));
    Ran shellcheck = Ran.in(Repository.ROOT, command);
    assertEquals(0, shellcheck.exitCode(), shellcheck::output);
  }
}
