package app.tiktoktoe.functions.media;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tries to break out of a sandbox by the very program that will run in it: to reach a port of this
 * machine, to read a file beside its folder, to write one there. Stateless.
 */
final class SandboxProof {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final byte[] SILENCE = new byte[8000];

  private final Runner ffmpeg;

  SandboxProof(Runner ffmpeg) {
    this.ffmpeg = ffmpeg;
  }

  /** Runs ffmpeg inside. */
  @FunctionalInterface
  interface Runner {
    Ffmpeg.Run run(Path folder, List<String> arguments, Duration limit, Consumer<String> lines)
        throws IOException;
  }

  /**
   * Tries.
   *
   * @param parent an empty folder
   * @throws IllegalStateException naming what does not hold, or that nothing works inside
   */
  void check(Path parent) throws IOException {
    Path folder = Files.createDirectory(parent.resolve("inside"));
    Path outside = Files.write(parent.resolve("outside"), SILENCE);
    Files.write(folder.resolve("sound"), SILENCE);
    if (!succeeds(folder, sound("file:sound", "file:copy"))
        || Files.size(folder.resolve("copy")) == 0) {
      throw new IllegalStateException("Nothing can be run in the sandbox");
    }
    if (succeeds(folder, sound("file:" + outside, "file:read"))) {
      throw new IllegalStateException("The sandbox does not hold: files outside can be read");
    }
    Path written = parent.resolve("written");
    if (succeeds(folder, sound("file:sound", "file:" + written)) || Files.exists(written)) {
      throw new IllegalStateException("The sandbox does not hold: files outside can be written");
    }
    checkNetwork(folder);
  }

  private void checkNetwork(Path folder) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      server.configureBlocking(false);
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      String address = "tcp://127.0.0.1:" + port + "?timeout=2000000";
      boolean read = succeeds(folder, sound(address, "file:received"));
      try (SocketChannel caller = server.accept()) {
        if (read || caller != null) {
          throw new IllegalStateException("The sandbox does not hold: the network can be reached");
        }
      }
    }
  }

  private boolean succeeds(Path folder, List<String> arguments) throws IOException {
    return ffmpeg.run(folder, arguments, LIMIT, line -> {}).succeeded();
  }

  /** Raw sound: any bytes will do. */
  private static List<String> sound(String from, String to) {
    return List.of("-f", "u8", "-ar", "8000", "-ac", "1", "-i", from, "-f", "u8", to);
  }
}
