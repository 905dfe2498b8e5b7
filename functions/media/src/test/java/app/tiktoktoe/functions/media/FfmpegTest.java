package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits around a child without namespaces, shown by a child that tries to pass them. */
class FfmpegTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;

  private Ffmpeg child(String body) throws Exception {
    Path script = folder.resolve("child.sh");
    Files.writeString(
        script,
        "#!/bin/sh\n[ \"$1\" = -version ] && { echo ffmpeg version 0; exit 0; }\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return new Ffmpeg(script, new ShellLimits());
  }

  private List<String> lines(String body) throws Exception {
    List<String> lines = new ArrayList<>();
    child(body).run(folder, List.of(), LONG, lines::add);
    return lines;
  }

  @Test
  void theChildHasLimitsItsFolderAndNoEnvironment() throws Exception {
    assertEquals(
        List.of("120", "4194304", "2359296", "2048", "262144", "0"),
        lines("ulimit -t; ulimit -v; ulimit -d; ulimit -s; ulimit -f; ulimit -c"));
    assertEquals(List.of(folder.toRealPath().toString()), lines("pwd -P"));
    assertEquals(List.of("in:"), lines("read line; echo in:$line"));
    assertTrue(
        lines("/usr/bin/env").stream().allMatch(line -> line.matches("(PWD|OLDPWD|_|SHLVL)=.*")));
  }

  @Test
  void aChildThatTakesTooLongIsKilledWithItsChildren() throws Exception {
    Ffmpeg.Run run =
        child("echo $$ > pids; sleep 600 & echo $! >> pids; wait")
            .run(folder, List.of(), Duration.ofMillis(600), line -> {});
    assertTrue(run.timedOut());
    assertFalse(run.succeeded());
    List<String> pids = Files.readAllLines(folder.resolve("pids"));
    assertEquals(2, pids.size());
    for (String pid : pids) {
      assertFalse(ProcessHandle.of(Long.parseLong(pid)).isPresent());
    }
  }

  @Test
  void aListenerThatThrowsEndsTheChild() throws Exception {
    Ffmpeg child = child("echo one; exec sleep 600");
    Exception thrown =
        assertThrows(
            Exception.class,
            () ->
                child.run(
                    folder,
                    List.of(),
                    LONG,
                    line -> {
                      throw new IllegalStateException("stop");
                    }));
    assertEquals(IllegalStateException.class, thrown.getClass());
  }

  @Test
  void whatTheChildSaysIsBounded() throws Exception {
    Ffmpeg.Run run =
        child("head -c 1000000 /dev/zero | tr '\\0' x >&2; exit 3")
            .run(folder, List.of(), LONG, line -> {});
    assertEquals(3, run.exit());
    assertEquals(256 * 1024, run.messages().length());
    assertTrue(child("exec yes").run(folder, List.of(), LONG, line -> {}).overflowed());
    assertTrue(child("exec yes >&2").run(folder, List.of(), LONG, line -> {}).overflowed());
    List<String> lines = lines("head -c 1000000 /dev/zero | tr '\\0' x; echo; echo short");
    assertEquals(List.of(16 * 1024, 5), lines.stream().map(String::length).toList());
  }

  @Test
  void aLinkThatIsLeftBehindIsNotFollowed() throws Exception {
    assertThrows(
        java.io.IOException.class,
        () -> child("ln -s /etc/passwd thumbnail.jpg").run(folder, List.of(), LONG, line -> {}));
  }

  @Test
  void anythingElseIsNotFfmpeg() {
    for (String path : List.of("/nowhere/ffmpeg", "ffmpeg", "/bin/true")) {
      assertThrows(
          IllegalStateException.class,
          () ->
              new Ffmpeg(Path.of(path), new ShellLimits())
                  .run(folder, List.of(), LONG, line -> {}));
    }
  }
}
