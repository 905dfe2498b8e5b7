package app.tiktoktoe.emulators.plc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficialClientTest {
  private static final Path PROJECT = Path.of("src/test/npm");

  @TempDir Path work;

  @Test
  void theOfficialClientManagesADid() throws Exception {
    assumeTrue(
        isInstalled("npm"), "OfficialClientTest is skipped: npm is missing (apt install npm)");
    for (String file : List.of("package.json", "package-lock.json", "client.mjs")) {
      Files.copy(PROJECT.resolve(file), work.resolve(file));
    }
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    try (PlcEmulator emulator =
        PlcEmulator.start(new PlcEmulator.Config(0, null, InstantSource.system()))) {
      run("node", "client.mjs", emulator.endpoint().toString());
    }
  }

  private static boolean isInstalled(String program) {
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }
}
