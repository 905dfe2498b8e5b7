package app.tiktoktoe.xrpc;

import app.tiktoktoe.cloud.AccessToken;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One connection to the cache. It is opened once, and never again by itself: whoever holds it
 * decides when to try. Thread-safe.
 */
final class ValkeyConnection implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final int THREADS = 2;

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  private ValkeyConnection(RedisClient client, StatefulRedisConnection<String, String> connection) {
    this.client = client;
    this.connection = connection;
  }

  /** Opens one in a thread of its own: the library alone takes longer to load than a call waits. */
  static CompletableFuture<ValkeyConnection> open(ValkeyAddress address) {
    CompletableFuture<ValkeyConnection> opened = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("valkey")
        .start(
            () -> {
              try {
                opened.complete(connect(address));
              } catch (RuntimeException | LinkageError e) {
                opened.completeExceptionally(e);
              }
            });
    return opened;
  }

  private static ValkeyConnection connect(ValkeyAddress address) {
    ClientResources resources =
        ClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .build();
    RedisClient client = RedisClient.create(resources, uri(address));
    try {
      client.setOptions(options(address));
      return new ValkeyConnection(client, client.connect(StringCodec.UTF8));
    } catch (RuntimeException e) {
      end(client);
      throw e;
    }
  }

  private static RedisURI uri(ValkeyAddress address) {
    RedisURI uri = RedisURI.create(address.url());
    uri.setTimeout(CONNECT_TIMEOUT);
    // The certificate is of an authority that serves this cache alone, and names no host.
    uri.setVerifyPeer(address.authority().isPresent() ? SslVerifyMode.CA : SslVerifyMode.FULL);
    return address.asFunction()
        ? RedisURI.builder(uri).withAuthentication("default", token(address)).build()
        : uri;
  }

  private static String token(ValkeyAddress address) {
    try {
      Map<String, List<String>> headers = AccessToken.ofThisFunction().headers(address.url());
      return headers.getOrDefault("Authorization", List.of("Bearer ")).getFirst().substring(7);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClientOptions options(ValkeyAddress address) {
    SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider();
    address
        .authority()
        .map(pem -> pem.getBytes(StandardCharsets.US_ASCII))
        .ifPresent(pem -> ssl.trustManager(() -> new ByteArrayInputStream(pem)));
    return ClientOptions.builder()
        .autoReconnect(false)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
        .sslOptions(ssl.build())
        .build();
  }

  /** Runs a script that answers a list of numbers. */
  CompletionStage<List<Long>> numbers(String script, List<String> keys, List<String> arguments) {
    return connection
        .async()
        .eval(
            script,
            ScriptOutputType.MULTI,
            keys.toArray(String[]::new),
            arguments.toArray(String[]::new));
  }

  /** Ends in the background. */
  @Override
  public void close() {
    end(client);
  }

  private static void end(RedisClient client) {
    ClientResources resources = client.getResources();
    var _ = client.shutdownAsync().thenCompose(ended -> shutDown(resources));
  }

  private static CompletionStage<Boolean> shutDown(ClientResources resources) {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    resources.shutdown().addListener(done -> ended.complete(done.isSuccess()));
    return ended;
  }
}
