package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.cloud.Environment;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a decoder that was taken over could do inside: programs in Perl try, one thing each. */
@EnabledIf("app.tiktoktoe.functions.media.Clips#hasBubblewrap")
class SandboxTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path parent;
  private Path folder = Path.of("/");
  private Path mark = Path.of("/");

  @BeforeEach
  void makeFolder() throws Exception {
    folder = Files.createDirectory(parent.resolve("job"));
    mark = parent.resolve("mark-" + System.nanoTime());
  }

  /** Every program is named by its mark, which is found in {@code /proc} while it lives. */
  @AfterEach
  void nothingIsLeft() throws Exception {
    assertEquals(List.of(), Processes.mentioning(mark.toString()));
  }

  /** Perl may be read there besides what ffmpeg may; its own commands end with a full stop. */
  private Ffmpeg.Run perl(String program, Duration limit, List<String> said) throws Exception {
    Path script = Files.writeString(mark, "#!/usr/bin/perl\n$| = 1;\n" + program + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Sandbox sandbox =
        new Bubblewrap(Bubblewrap.USUAL, List.of(Path.of("/usr/bin"), Path.of("/usr/share/perl")));
    List<String> command =
        sandbox.command(
            List.of(script.toString()), folder, List.of(), Math.max(1, limit.toSeconds()));
    return Child.run(command, sandbox.input(), folder, limit, said::add);
  }

  private List<String> perl(String program) throws Exception {
    List<String> said = new ArrayList<>();
    Ffmpeg.Run run = perl(program, LONG, said);
    assertTrue(run.succeeded(), run::toString);
    return said;
  }

  @Test
  void theNetworkIsOutOfReach() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String ffmpeg = "-f u8 -ar 8000 -ac 1 -i tcp://127.0.0.1:" + server.getLocalPort();
      Ffmpeg.Run run =
          Clips.ffmpeg().run(folder, List.of((ffmpeg + " -f u8 out").split(" ")), LONG, line -> {});
      assertFalse(run.succeeded());
      server.setSoTimeout(1);
      assertThrows(java.net.SocketTimeoutException.class, server::accept);
    }
    // AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET
    for (int family : List.of(1, 2, 10, 16, 17)) {
      assertEquals(
          List.of("Operation not permitted"),
          perl("socket(my $s, " + family + ", 1, 0) ? print 'open' : print $!;"));
    }
  }

  @Test
  void onlyItsOwnFolderIsThere() throws Exception {
    Files.writeString(parent.resolve("secret"), "x");
    assertEquals(
        List.of("No such file or directory", "No such file or directory", "x"),
        perl(
            """
            for my $file ('%s', '/etc/passwd') { open(my $f, '<', $file) ? print "x\\n" : print "$!\\n" }
            open(my $f, '>', 'own') or die; print $f 'x'; close $f; open($f, '<', 'own') or die; print <$f>;
            """
                .formatted(parent.resolve("secret"))));
    assertEquals(
        List.of(folder.toString().split("/", -1)[1], "dev", "etc", "lib", "lib64", "usr").stream()
            .sorted()
            .toList(),
        perl("opendir(my $d, '/'); print \"$_\\n\" for sort grep {!/^\\./} readdir $d;"));
  }

  @Test
  void nothingElseCanBeWritten() throws Exception {
    assertEquals(
        List.of("Read-only file system", "Read-only file system", "Read-only file system"),
        perl(
            """
            for my $file ('/new', '%s', '/usr/lib/new') { open(my $f, '>', $file) ? print "x\\n" : print "$!\\n" }
            """
                .formatted(parent.resolve("new"))));
    assertFalse(Files.exists(parent.resolve("new")));
  }

  @Test
  void whatItIsGivenIsReadOnly() throws Exception {
    Path original = Files.writeString(folder.resolve("original"), "film");
    Sandbox sandbox = new Bubblewrap(Bubblewrap.USUAL, List.of(Path.of("/usr/bin")));
    List<String> command =
        sandbox.command(
            List.of("/usr/bin/perl", "-e", "open(my $f, '>>', 'original') ? 1 : print $!"),
            folder,
            List.of(original),
            10);
    List<String> said = new ArrayList<>();
    Child.run(command, sandbox.input(), folder, LONG, said::add);
    assertEquals(List.of("Read-only file system"), said);
  }

  @Test
  void linksDevicesAndNamespacesCannotBeMade() throws Exception {
    String refused = "Operation not permitted";
    assertEquals(
        List.of(refused, refused, refused, refused, refused),
        perl(
            """
            my ($from, $to) = ('/etc/passwd', 'link');
            # symlink, link, mknod of the null device, unshare, ptrace
            print map { ($_ == -1 ? $! : 'made') . "\n" } syscall(88, $from, $to);
            print map { ($_ == -1 ? $! : 'made') . "\n" } syscall(86, $from, $to);
            print map { ($_ == -1 ? $! : 'made') . "\n" } syscall(133, $to, 8630, 259);
            print map { ($_ == -1 ? $! : 'made') . "\n" } syscall(272, 0x10000000);
            print map { ($_ == -1 ? $! : 'made') . "\n" } syscall(101, 0, 1, 0, 0);
            """));
  }

  @Test
  void aForkBombDoesNotBegin() throws Exception {
    assertEquals(
        List.of("Operation not permitted"),
        perl("while (1) { defined(fork) or do { print $!; exit 0 } }"));
  }

  @Test
  void aProcessorBurnerIsEnded() throws Exception {
    Ffmpeg.Run run = perl("1 while 1;", Duration.ofSeconds(1), new ArrayList<>());
    assertTrue(run.timedOut() || run.exit() > 128, run::toString);
  }

  @Test
  void aMemoryHogIsRefusedMemory() throws Exception {
    List<String> said = new ArrayList<>();
    Ffmpeg.Run run =
        perl("my $s = 'x' x %d; print length $s;".formatted(Sandbox.MEMORY_BYTES), LONG, said);
    assertEquals(List.of(), said);
    assertFalse(run.succeeded());
  }

  @Test
  void endlessOutputIsEnded() throws Exception {
    assertTrue(perl("print 'x' x 65536 while 1;", LONG, new ArrayList<>()).overflowed());
    assertTrue(perl("print STDERR 'x' x 65536 while 1;", LONG, new ArrayList<>()).overflowed());
  }

  @Test
  void endlessFilesAreEnded() throws Exception {
    Ffmpeg.Run one =
        perl("open(my $f, '>', 'a'); truncate($f, 1 << 40) or die; ", LONG, new ArrayList<>());
    assertEquals(128 + 25, one.exit(), "SIGXFSZ");
    Ffmpeg.Run many =
        perl(
            "for my $n (1..4) { open(my $f, '>', $n); truncate($f, 1 << 27) or die; } sleep 600;",
            LONG,
            new ArrayList<>());
    assertTrue(many.overflowed());
  }

  @Test
  void aSleeperIsEnded() throws Exception {
    List<String> said = new ArrayList<>();
    Ffmpeg.Run run =
        perl("$SIG{TERM} = $SIG{INT} = 'IGNORE'; sleep 600;", Duration.ofMillis(500), said);
    assertTrue(run.timedOut());
  }

  @Test
  void aListenerThatThrowsLeavesNothing() {
    assertThrows(
        UnsupportedOperationException.class,
        () -> perl("print \"one\\n\"; sleep 600;", LONG, List.of()));
  }

  @Test
  void anInterruptedWorkerLeavesNothing() throws Exception {
    Thread worker =
        Thread.ofVirtual()
            .start(
                () ->
                    assertThrows(
                        java.io.IOException.class,
                        () -> perl("sleep 600;", LONG, new ArrayList<>())));
    while (Processes.mentioning(mark.toString()).isEmpty()) {
      Thread.sleep(5);
    }
    worker.interrupt();
    worker.join();
  }

  @Test
  void theFirstRunProvesTheSandbox() throws Exception {
    Path leaky =
        script(
            "exec /usr/bin/perl -e 'while (@ARGV && shift ne q(--)) {} "
                + "shift while $ARGV[0] =~ /prlimit|^--/; exec @ARGV' -- \"$@\"");
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                new Ffmpeg(Clips.FFMPEG, new Bubblewrap(leaky))
                    .run(folder, List.of("-version"), LONG, line -> {}));
    assertTrue(String.valueOf(refused.getMessage()).contains("does not hold"), refused::toString);
    for (Path absent : List.of(Path.of("/nowhere/bwrap"), script("exit 1"))) {
      assertThrows(
          IllegalStateException.class,
          () ->
              new Ffmpeg(Clips.FFMPEG, new Bubblewrap(absent))
                  .run(folder, List.of("-version"), LONG, line -> {}));
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  private Path script(String body) throws Exception {
    Path script = Files.writeString(parent.resolve("bwrap" + body.length()), "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  @Test
  void theWeakerWayIsNotForTheCloud() {
    assertInstanceOf(Bubblewrap.class, MediaWiring.sandbox(Environment.of(Map.of())));
    assertInstanceOf(
        ShellLimits.class, MediaWiring.sandbox(Environment.of(Map.of("SANDBOX", "none"))));
    assertThrows(
        IllegalStateException.class,
        () -> MediaWiring.sandbox(Environment.of(Map.of("SANDBOX", "none", "K_SERVICE", "media"))));
  }
}
