package app.tiktoktoe.emulators.bundles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A second build elsewhere makes the same bytes. */
class BuildAgainIT {
  @Test
  void makesTheSameBytes() throws Exception {
    Process script =
        new ProcessBuilder(Tree.ROOT.resolve("emulators/bundles/build-again").toString(), "posting")
            .redirectErrorStream(true)
            .start();
    String printed = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, script.waitFor(), printed);
  }
}
