package app.tiktoktoe.emulators.secretmanager;

import com.google.cloud.secretmanager.v1.Replication;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Secret Manager that listens on the loopback address without TLS or credentials.
 *
 * <p>Names keep the project id they were called with, where Google's service answers with the
 * project number. Whatever is not supported (update, IAM, etags, filters, regional parents) is
 * refused with {@code UNIMPLEMENTED} or {@code INVALID_ARGUMENT}. Safe for use by many threads.
 */
public final class SecretManagerEmulator implements AutoCloseable {
  /**
   * Where the emulator listens and what it keeps.
   *
   * @param port TCP port, 0 for any free one
   * @param directory where secrets are kept between runs, in clear; null keeps them in memory
   * @param clock stamps secrets and versions
   */
  public record Config(int port, @Nullable Path directory, InstantSource clock) {
    public Config {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port must be 0 to 65535: " + port);
      }
    }
  }

  private final Server server;
  private final SecretStore store;

  private SecretManagerEmulator(Server server, SecretStore store) {
    this.server = server;
    this.store = store;
  }

  /**
   * Listens until it is closed.
   *
   * @throws IOException when the port is taken or the directory cannot be read
   */
  public static SecretManagerEmulator start(Config config) throws IOException {
    Path directory = config.directory();
    SecretFiles files = directory == null ? SecretFiles.none() : SecretFiles.in(directory);
    SecretStore store = new SecretStore(files, config.clock());
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port());
    Server server =
        NettyServerBuilder.forAddress(address)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .addService(new SecretService(store))
            .build();
    return new SecretManagerEmulator(server.start(), store);
  }

  /**
   * Creates a secret with {@code value} as its first version, without a client.
   *
   * @throws io.grpc.StatusRuntimeException when there is such a secret already
   */
  public void create(String project, String secretId, String value) {
    SecretName name = SecretName.of("projects/" + project, secretId);
    Replication replication =
        Replication.newBuilder().setAutomatic(Replication.Automatic.getDefaultInstance()).build();
    store.create(name, Secret.newBuilder().setReplication(replication).build());
    store.addVersion(name, ByteString.copyFromUtf8(value), false);
  }

  /** For example {@code 127.0.0.1:43117}, as a gRPC channel's target. */
  public String hostPort() {
    return InetAddress.getLoopbackAddress().getHostAddress() + ":" + server.getPort();
  }

  /** Ends open calls and frees the port before it returns. */
  @Override
  public void close() {
    server.shutdownNow();
    try {
      if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the server did not stop within 10 s");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
