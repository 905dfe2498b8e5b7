package app.tiktoktoe.emulators.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class DecoderSandboxTest {
  @TempDir Path folder;

  private final List<String> told = new ArrayList<>();

  private void bubblewrap(String body) throws Exception {
    Path program = Files.writeString(folder.resolve("bwrap"), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private String found() {
    return DecoderSandbox.find(Map.of("PATH", folder.toString()), told::add);
  }

  @Test
  @EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
  void bubblewrapIsTakenWhereItWorks() throws Exception {
    bubblewrap("exit 0");
    assertEquals(folder.resolve("bwrap").toString(), found());
    assertEquals(List.of(), told);
  }

  @Test
  void otherwiseOneLineSaysSo() throws Exception {
    assertEquals("none", found());
    bubblewrap("echo 'No permissions to create new namespace' >&2; exit 1");
    assertEquals("none", found());
    assertEquals(2, told.size());
  }

  @Test
  void theEnvironmentDecides() {
    assertEquals("/x/bwrap", DecoderSandbox.find(Map.of("SANDBOX", "/x/bwrap"), told::add));
  }
}
