package app.tiktoktoe.emulators.secretmanager;

import app.tiktoktoe.emulators.secretmanager.StoredSecret.Version;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Secrets as files; a file is replaced whole, so that a killed process leaves the old or new. */
final class SecretDirectory implements SecretFiles {
  private static final String SECRET = "secret.json";

  private final Path root;

  SecretDirectory(Path root) {
    this.root = root;
  }

  @Override
  public List<StoredSecret> load() throws IOException {
    List<StoredSecret> found = new ArrayList<>();
    for (Path project : SecretFiles.children(root)) {
      for (Path folder : SecretFiles.children(project)) {
        if (Files.exists(folder.resolve(SECRET))) {
          found.add(load(folder));
        }
      }
    }
    found.sort(SecretFiles.oldestFirst());
    return found;
  }

  private static StoredSecret load(Path folder) throws IOException {
    Secret.Builder secret = Secret.newBuilder();
    JsonFormat.parser().merge(Files.readString(folder.resolve(SECRET)), secret);
    List<Version> versions = new ArrayList<>();
    for (int number = 1; Files.exists(folder.resolve(number + ".json")); number++) {
      SecretVersion.Builder version = SecretVersion.newBuilder();
      JsonFormat.parser().merge(Files.readString(folder.resolve(number + ".json")), version);
      boolean destroyed = version.getState() == SecretVersion.State.DESTROYED;
      byte[] data = destroyed ? new byte[0] : Files.readAllBytes(payload(folder, number));
      versions.add(new Version(version.build(), ByteString.copyFrom(data)));
    }
    return new StoredSecret(secret.build(), versions);
  }

  @Override
  public void create(SecretName name, Secret secret) {
    io(
        () -> {
          Path folder = folder(name);
          clear(folder);
          Files.createDirectories(folder);
          replace(folder.resolve(SECRET), json(secret));
        });
  }

  @Override
  public void write(SecretName name, int number, Version version) {
    io(
        () -> {
          Path folder = folder(name);
          if (version.version().getState() != SecretVersion.State.DESTROYED) {
            replace(payload(folder, number), version.data().toByteArray());
          }
          replace(folder.resolve(number + ".json"), json(version.version()));
          if (version.version().getState() == SecretVersion.State.DESTROYED) {
            Files.deleteIfExists(payload(folder, number));
          }
        });
  }

  @Override
  public void delete(SecretName name) {
    io(
        () -> {
          Path folder = folder(name);
          // Without this file the folder no longer counts, should the process end in between.
          Files.delete(folder.resolve(SECRET));
          clear(folder);
        });
  }

  private Path folder(SecretName name) {
    return root.resolve(name.project()).resolve(name.secret());
  }

  private static Path payload(Path folder, int number) {
    return folder.resolve(number + ".payload");
  }

  private static void clear(Path folder) throws IOException {
    for (Path file : SecretFiles.children(folder)) {
      Files.delete(file);
    }
    Files.deleteIfExists(folder);
  }

  private static byte[] json(Message message) throws IOException {
    return ByteString.copyFromUtf8(JsonFormat.printer().print(message) + "\n").toByteArray();
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void io(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
