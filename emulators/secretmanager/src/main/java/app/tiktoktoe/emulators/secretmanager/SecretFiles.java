package app.tiktoktoe.emulators.secretmanager;

import app.tiktoktoe.emulators.secretmanager.StoredSecret.Version;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.protobuf.util.Timestamps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where secrets outlive the process. Failures of the disk surface as {@link
 * java.io.UncheckedIOException}.
 */
interface SecretFiles {
  /** Every secret, oldest first. */
  List<StoredSecret> load() throws IOException;

  void create(SecretName name, Secret secret);

  void write(SecretName name, int number, Version version);

  void delete(SecretName name);

  /** Keeps nothing. */
  static SecretFiles none() {
    return new SecretFiles() {
      @Override
      public List<StoredSecret> load() {
        return List.of();
      }

      @Override
      public void create(SecretName name, Secret secret) {}

      @Override
      public void write(SecretName name, int number, Version version) {}

      @Override
      public void delete(SecretName name) {}
    };
  }

  /** One folder per secret: {@code P/S/secret.json}, {@code P/S/1.json}, {@code P/S/1.payload}. */
  static SecretFiles in(Path directory) {
    return new SecretDirectory(directory);
  }

  /** Lists folders, sorted by name. */
  static List<Path> children(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(directory)) {
      return new ArrayList<>(found.sorted().toList());
    }
  }

  /** The order of creation. */
  static Comparator<StoredSecret> oldestFirst() {
    return Comparator.comparing(
            (StoredSecret stored) -> stored.secret().getCreateTime(), Timestamps::compare)
        .thenComparing(stored -> stored.secret().getName());
  }
}
