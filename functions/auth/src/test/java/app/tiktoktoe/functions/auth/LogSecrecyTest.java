package app.tiktoktoe.functions.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that names a person or opens an account is in what the function logs of a life. */
class LogSecrecyTest {
  @Test
  void theLogHasNoSecretAndNoAddress(@TempDir Path folder) throws Exception {
    File log = folder.resolve("log").toFile();
    Path secrets = folder.resolve("secrets");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            LoggedRun.class.getName(),
            secrets.toString()));
    Process run = new ProcessBuilder(command).redirectOutput(log).redirectErrorStream(true).start();
    // What fails at its start may leave threads behind that keep it alive.
    boolean ended = run.waitFor(5, TimeUnit.MINUTES);
    run.destroyForcibly();
    String all = Files.readString(log.toPath());
    assertTrue(ended, all);
    assertEquals(0, run.exitValue(), all);
    List<String> lines = all.lines().filter(line -> line.startsWith("{")).toList();
    assertTrue(lines.size() > 25, () -> lines.size() + " lines: " + all);
    List<String> sought = Files.readAllLines(secrets);
    assertTrue(sought.size() > 20, () -> sought.size() + " secrets");
    for (String secret : sought) {
      for (String line : lines) {
        assertFalse(line.contains(secret), () -> secret + " in " + line);
      }
    }
  }
}
