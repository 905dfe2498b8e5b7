package app.tiktoktoe.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs inside the unpacked files of an image, as {@link Layout#USER}, with this machine's
 * network: by bubblewrap, which makes the root read-only, or, where namespaces are not allowed (in
 * a build step of Cloud Build), by chroot as root, where nothing but the modes of the files
 * protects them.
 *
 * @param root the unpacked files
 * @param namespaces whether bubblewrap works here
 */
record Sandbox(Path root, boolean namespaces) {
  /**
   * The better one of the two.
   *
   * @throws IllegalStateException when neither works
   */
  static Sandbox in(Path root) throws IOException, InterruptedException {
    for (String mountPoint : List.of("dev", "proc", "tmp")) {
      Files.createDirectories(root.resolve(mountPoint));
    }
    Sandbox sandbox =
        new Sandbox(root, Command.works(List.of("bwrap", "--ro-bind", "/", "/", "true")));
    if (!sandbox.namespaces) {
      if (!System.getProperty("user.name").equals("root")) {
        throw new IllegalStateException(
            "Neither bubblewrap nor root: apt-get install bubblewrap, or run as root");
      }
      sandbox.makeDevices();
    }
    return sandbox;
  }

  private void makeDevices() throws IOException, InterruptedException {
    for (List<String> device :
        List.of(List.of("null", "3"), List.of("random", "8"), List.of("urandom", "9"))) {
      Path path = root.resolve("dev").resolve(device.getFirst());
      if (!path.toFile().exists()) {
        Command.run(List.of("mknod", "-m", "666", path.toString(), "c", "1", device.getLast()));
      }
    }
    Command.run(List.of("chmod", "1777", root.resolve("tmp").toString()));
  }

  /**
   * {@code command} wrapped, so that it runs inside.
   *
   * @param writable a folder below the root that it may write, or null
   */
  List<String> wrapped(@Nullable String writable, List<String> command)
      throws IOException, InterruptedException {
    List<String> wrapped = new ArrayList<>();
    String user = Integer.toString(Layout.USER);
    if (writable != null) {
      Command.run(List.of("mkdir", "-p", "-m", "777", below(writable)));
    }
    if (namespaces) {
      wrapped.addAll(
          List.of("bwrap", "--die-with-parent", "--unshare-user", "--uid", user, "--gid", user));
      wrapped.addAll(List.of("--ro-bind", root.toString(), "/", "--tmpfs", "/tmp"));
      wrapped.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--chdir", Layout.APP));
      if (writable != null) {
        wrapped.addAll(List.of("--bind", below(writable), writable));
      }
    } else {
      wrapped.addAll(List.of("chroot", "--userspec=" + user + ":" + user, root.toString()));
      wrapped.addAll(List.of("/usr/bin/env", "-C", Layout.APP));
    }
    wrapped.addAll(command);
    return wrapped;
  }

  private String below(String inImage) {
    return Layout.below(root, inImage).toString();
  }
}
