package app.tiktoktoe.emulators.storage;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A running Cloud Storage on the loopback address: the JSON API without authentication, and objects
 * at {@code /BUCKET/OBJECT} by V4 signed URL or, in public buckets, by anybody.
 *
 * <p>Point Google's client at it with {@code StorageOptions.newBuilder().setHost(endpoint())
 * .setCredentials(NoCredentials.getInstance())}. All state is in the data directory. Thread-safe.
 */
public final class StorageEmulator implements AutoCloseable {
  private final DataDirectory data;
  private final Notifications notifications;
  private final HttpServer server;
  private final ExecutorService threads;

  private StorageEmulator(
      DataDirectory data, Notifications notifications, HttpServer server, ExecutorService threads) {
    this.data = data;
    this.notifications = notifications;
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts an emulator; it answers when this returns.
   *
   * @throws IOException when the port is taken or another emulator holds the data directory
   */
  public static StorageEmulator start(StorageEmulatorConfig config) throws IOException {
    DataDirectory data = DataDirectory.open(config.dataDirectory());
    try {
      return start(config, data);
    } catch (IOException | RuntimeException e) {
      data.close();
      throw e;
    }
  }

  private static StorageEmulator start(StorageEmulatorConfig config, DataDirectory data)
      throws IOException {
    BucketStore buckets = new BucketStore(data, config.clock(), config.buckets());
    buckets.createConfigured();
    Generations generations = new Generations(data.generations(), config.clock());
    Notifications notifications =
        new Notifications(data, buckets, generations, config.notifications(), config.clock());
    SoftDeletes softDeletes = new SoftDeletes(data, buckets, config.clock());
    ObjectStore objects =
        new ObjectStore(data, buckets, generations, notifications, softDeletes, config.clock());
    ResumableUploads resumable =
        new ResumableUploads(data, objects, config.clock(), config.random());
    resumable.sweep();
    Downloads downloads = new Downloads(objects, buckets);
    JsonApi json =
        new JsonApi(
            new JsonBuckets(buckets),
            new JsonObjects(buckets, objects, downloads),
            new Copies(data, objects),
            new Uploads(data, objects, resumable),
            new Restores(data, buckets, objects, softDeletes, generations));
    SignedUrls signatures = new SignedUrls(config.signingKeys(), config.clock());
    XmlApi xml = new XmlApi(data, buckets, objects, downloads, resumable, signatures);
    HttpServer server = server(config.port());
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", new HttpFront(new Routes(json, new Batch(json), xml)));
    notifications.start();
    server.start();
    return new StorageEmulator(data, notifications, server, threads);
  }

  private static HttpServer server(int port) throws IOException {
    // Read once, when the server's class is loaded: without it small answers wait for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
  }

  /** Scheme, loopback address and port, without a path: {@code http://127.0.0.1:9199}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Cuts what is in flight, ends notifications and lets go of the data directory. */
  @Override
  public void close() throws IOException {
    server.stop(0);
    threads.shutdownNow();
    // Waits: nothing may write to the data directory after another emulator could take it.
    threads.close();
    notifications.close();
    data.close();
  }
}
