package app.tiktoktoe.emulators.secretmanager;

import app.tiktoktoe.emulators.secretmanager.StoredSecret.Version;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.cloud.secretmanager.v1.SecretVersion.State;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The secrets and the rules by which they change. A refusal is a {@link StatusRuntimeException}
 * with the code that Google's service has for it. Each change is on disk before it is visible.
 */
final class SecretStore {
  private final SecretFiles files;
  private final InstantSource clock;
  private final Map<SecretName, StoredSecret> secrets = new LinkedHashMap<>();

  SecretStore(SecretFiles files, InstantSource clock) throws IOException {
    this.files = files;
    this.clock = clock;
    for (StoredSecret stored : files.load()) {
      secrets.put(SecretName.parse(stored.secret().getName()), stored);
    }
  }

  synchronized Secret create(SecretName name, Secret template) {
    if (!template.hasReplication()) {
      throw refuse(Status.INVALID_ARGUMENT, "secret.replication is required");
    }
    if (secrets.containsKey(name)) {
      throw refuse(Status.ALREADY_EXISTS, "Secret [" + name + "] already exists.");
    }
    Secret secret = template.toBuilder().setName(name.toString()).setCreateTime(now()).build();
    files.create(name, secret);
    secrets.put(name, new StoredSecret(secret, List.of()));
    return secret;
  }

  synchronized Secret get(SecretName name) {
    return find(name).secret();
  }

  /** The project's secrets, newest first. */
  synchronized List<Secret> list(String project) {
    List<Secret> found = new ArrayList<>();
    secrets.forEach(
        (name, stored) -> {
          if (name.project().equals(project)) {
            found.addFirst(stored.secret());
          }
        });
    return found;
  }

  synchronized void delete(SecretName name) {
    find(name);
    files.delete(name);
    secrets.remove(name);
  }

  synchronized SecretVersion addVersion(SecretName name, ByteString data, boolean withChecksum) {
    StoredSecret stored = find(name);
    int number = stored.versions().size() + 1;
    SecretVersion version =
        SecretVersion.newBuilder()
            .setName(name + "/versions/" + number)
            .setCreateTime(now())
            .setState(State.ENABLED)
            .setClientSpecifiedPayloadChecksum(withChecksum)
            .build();
    put(name, number, new Version(version, data));
    return version;
  }

  synchronized SecretVersion getVersion(VersionName name) {
    return find(name).version();
  }

  /** The secret's versions, newest first. */
  synchronized List<SecretVersion> listVersions(SecretName name) {
    return find(name).versions().reversed().stream().map(Version::version).toList();
  }

  /** {@code FAILED_PRECONDITION} unless the version is enabled. */
  synchronized Version access(VersionName name) {
    Version found = find(name);
    if (found.version().getState() != State.ENABLED) {
      throw wrongState(found.version());
    }
    return found;
  }

  synchronized SecretVersion enable(VersionName name) {
    return change(name, State.ENABLED);
  }

  synchronized SecretVersion disable(VersionName name) {
    return change(name, State.DISABLED);
  }

  /** Drops the bytes for good. */
  synchronized SecretVersion destroy(VersionName name) {
    return change(name, State.DESTROYED);
  }

  private SecretVersion change(VersionName name, State state) {
    Version found = find(name);
    if (found.version().getState() == State.DESTROYED) {
      throw wrongState(found.version());
    }
    SecretVersion.Builder changed = found.version().toBuilder().setState(state);
    ByteString data = found.data();
    if (state == State.DESTROYED) {
      changed.setDestroyTime(now());
      data = ByteString.EMPTY;
    }
    SecretVersion version = changed.build();
    put(name.secret(), number(version), new Version(version, data));
    return version;
  }

  private void put(SecretName name, int number, Version version) {
    files.write(name, number, version);
    StoredSecret stored = find(name);
    List<Version> versions = new ArrayList<>(stored.versions());
    if (number > versions.size()) {
      versions.add(version);
    } else {
      versions.set(number - 1, version);
    }
    secrets.put(name, new StoredSecret(stored.secret(), versions));
  }

  private StoredSecret find(SecretName name) {
    StoredSecret stored = secrets.get(name);
    if (stored == null) {
      throw refuse(Status.NOT_FOUND, "Secret [" + name + "] not found.");
    }
    return stored;
  }

  private Version find(VersionName name) {
    List<Version> versions = find(name.secret()).versions();
    int number = name.isLatest() ? versions.size() : Integer.parseInt(name.version());
    if (number == 0 || number > versions.size()) {
      throw refuse(Status.NOT_FOUND, "Secret Version [" + name + "] not found.");
    }
    return versions.get(number - 1);
  }

  private static int number(SecretVersion version) {
    return Integer.parseInt(VersionName.parse(version.getName()).version());
  }

  private Timestamp now() {
    Instant now = clock.instant();
    return Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
  }

  private static StatusRuntimeException wrongState(SecretVersion version) {
    return refuse(
        Status.FAILED_PRECONDITION,
        "Secret Version [" + version.getName() + "] is in " + version.getState() + " state.");
  }

  private static StatusRuntimeException refuse(Status status, String message) {
    return status.withDescription(message).asRuntimeException();
  }
}
