package app.tiktoktoe.functions.video;

import static app.tiktoktoe.functions.video.VideoStack.did;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.emulators.google.FreePorts;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.Firestore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The largest video there may be, through a function that has little memory, from a client that is
 * killed five times. Both are processes of their own.
 */
@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledOnOs(OS.LINUX)
class KilledClientTest {
  private static final int SIZE_BYTES = 300_000_000;
  private static final int KILLS = 5;
  private static final int HEAP_MB = 96;
  private static final int ROOM_KB = 64 * 1024;

  private final VideoStack stack;
  private final Random random = new Random(17);
  private final List<Process> started = new ArrayList<>();

  KilledClientTest(Firestore firestore) throws Exception {
    this.stack = new VideoStack(firestore);
    stack.accounts("active", "kim");
  }

  @AfterAll
  void stop() throws Exception {
    started.forEach(Process::destroyForcibly);
    stack.close();
  }

  private Process java(Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MB + "m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private Process function(int port) throws Exception {
    Process process = java(VideoStack.environment(), VideoProcess.class, Integer.toString(port));
    while (!isOpen(port)) {
      assertTrue(process.isAlive());
      Thread.sleep(50);
    }
    return process;
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket("localhost", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private Path video(Path folder) throws IOException {
    Path file = folder.resolve("video.mp4");
    byte[] block = new byte[1_000_000];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < SIZE_BYTES / block.length; i++) {
        random.nextBytes(block);
        if (i == 0) {
          byte[] head = "\0\0\0\u0018ftypisom".getBytes(StandardCharsets.ISO_8859_1);
          System.arraycopy(head, 0, block, 0, head.length);
        }
        out.write(block);
      }
    }
    return file;
  }

  private int received(String id) throws Exception {
    return stack
        .get("app.bsky.video.getUploadStatus?jobId=" + id, "kim")
        .json()
        .path("receivedParts")
        .size();
  }

  /** Waits until {@code parts} have come and the next is on its way. */
  private void awaitParts(Path note, int parts) throws Exception {
    while (!Files.exists(note) || received(Files.readString(note)) < parts) {
      Thread.sleep(20);
    }
    Thread.sleep(random.nextInt(100));
  }

  /** The process's memory in kilobytes. */
  private static int residentKb(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> Integer.parseInt(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aClientThatIsKilledGoesOn(@TempDir Path folder, TestReporter reporter) throws Exception {
    Path file = video(folder);
    Path note = folder.resolve("jobId");
    int port = FreePorts.choose();
    Process function = function(port);
    String[] arguments = {"http://localhost:" + port, "kim", file.toString(), note.toString()};
    List<Integer> residentKb = new ArrayList<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      Process client = java(Map.of(), UploadClient.class, arguments);
      awaitParts(note, kill * 5 - 1);
      client.destroyForcibly().waitFor();
      residentKb.add(residentKb(function));
    }
    Process last = java(Map.of(), UploadClient.class, arguments);
    while (!last.waitFor(100, TimeUnit.MILLISECONDS)) {
      residentKb.add(residentKb(function));
    }
    assertEquals(0, last.exitValue());
    int mostKb = residentKb.stream().max(Integer::compare).orElseThrow();
    reporter.publishEntry(
        "the function's memory in kilobytes, after 4 parts and at most",
        residentKb.getFirst() + ", " + mostKb);
    int growthKb = mostKb - residentKb.getFirst();
    assertTrue(growthKb < ROOM_KB, residentKb::toString);
    String name = did("kim") + "/" + Files.readString(note);
    assertEquals(List.of(name), stack.objects(""));
    try (InputStream sent = new BufferedInputStream(Files.newInputStream(file));
        InputStream kept = Channels.newInputStream(stack.storage.reader("uploads", name))) {
      byte[] buffer = new byte[1_000_000];
      for (int i = 0; i < SIZE_BYTES / buffer.length; i++) {
        assertTrue(
            Arrays.equals(sent.readNBytes(buffer.length), kept.readNBytes(buffer.length)),
            "megabyte " + i);
      }
      assertEquals(-1, kept.read());
    }
    assertEquals(1, stack.jobsOf("kim").size());
  }
}
