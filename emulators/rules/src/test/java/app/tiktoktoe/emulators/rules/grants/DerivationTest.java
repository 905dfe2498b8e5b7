package app.tiktoktoe.emulators.rules.grants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.catalogue.Access;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.cloud.Secrets;
import app.tiktoktoe.events.EventPublisher;
import app.tiktoktoe.events.Topic;
import com.google.api.core.ApiFuture;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretPayload;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Classes that stand for functions; each does in its constructor what a function would. */
class DerivationTest {
  private static Environment environment() {
    return Environment.of(Map.of());
  }

  private static GoogleClients clients() {
    return new GoogleClients(environment());
  }

  private static Needs of(Class<?> function) {
    return Derivation.of(function.getName());
  }

  private static void refused(String message, Class<?> function) {
    AssertionError fault = assertThrows(AssertionError.class, () -> of(function));
    assertTrue(fault.toString().contains(message), fault::toString);
  }

  /** Something that is asked for through an interface. */
  interface Store {
    ApiFuture<?> use(Firestore firestore);
  }

  static final class ReadingStore implements Store {
    @Override
    public ApiFuture<?> use(Firestore firestore) {
      return firestore.document("a/b").get();
    }

    ApiFuture<?> neverCalled(Firestore firestore) {
      return firestore.document("a/b").delete();
    }
  }

  static final class WritingStore implements Store {
    @Override
    public ApiFuture<?> use(Firestore firestore) {
      return firestore.batch().create(firestore.document("a/b"), Map.of()).commit();
    }
  }

  static final class Reader {
    final Object found;

    Reader() {
      Store store = new ReadingStore();
      found = store.use(clients().firestore());
    }
  }

  static final class Writer {
    final Object found;

    Writer() {
      Store store = new WritingStore();
      found = store.use(clients().firestore());
    }
  }

  static final class LaterWriter {
    final Supplier<ApiFuture<?>> later;

    LaterWriter() {
      Firestore firestore = clients().firestore();
      later = () -> new WritingStore().use(firestore);
    }
  }

  @Test
  void callsReachTheClassesThatAreMade() {
    assertEquals(Optional.of(Access.READ), of(Reader.class).firestore());
    assertEquals(Optional.of(Access.WRITE), of(Writer.class).firestore());
    assertEquals(Optional.of(Access.WRITE), of(LaterWriter.class).firestore());
    assertEquals(Optional.empty(), of(Publishing.class).firestore());
  }

  static final class Publishing {
    final List<EventPublisher> publishers;

    Publishing() {
      publishers =
          List.of(
              new EventPublisher(clients(), Topic.COMMITS),
              new EventPublisher(clients(), Topic.UPLOADS, Topic.NOTIFICATIONS));
    }
  }

  static final class PublishingAnything {
    final EventPublisher publisher;

    PublishingAnything() {
      publisher = new EventPublisher(clients(), Topic.values());
    }
  }

  @Test
  void topicsAreThoseThatPublishersAreMadeWith() {
    assertEquals(Set.of("commits", "uploads", "notifications"), of(Publishing.class).publishes);
    refused("a name that comes from elsewhere", PublishingAnything.class);
  }

  static final class Confidant {
    final String text;

    Confidant() {
      Secrets secrets = clients();
      text = secrets.text("first") + environment().find("COLOUR").map(secret -> other(secrets));
    }

    private static String other(Secrets secrets) {
      return secrets.text("second") + environment().text("SHAPE");
    }
  }

  static final class Gossip {
    final String text;

    Gossip() {
      text = clients().text(environment().text("WHICH"));
    }
  }

  static final class Whisperer {
    final Function<String, String> secrets;

    Whisperer() {
      secrets = clients()::text;
    }
  }

  @Test
  void secretsAndVariablesAreConstants() {
    Needs needs = of(Confidant.class);
    assertEquals(Set.of("first", "second"), needs.secrets);
    assertTrue(needs.requiredVariables.contains("SHAPE"));
    assertTrue(needs.optionalVariables.contains("COLOUR"));
    refused("a name that is not a constant", Gossip.class);
    refused("hides what is asked for", Whisperer.class);
  }

  /** Adds versions of the secrets that it was made with. */
  static final class Rotator {
    private final SecretManagerServiceClient client;
    private final List<String> names;

    Rotator(SecretManagerServiceClient client, String... names) {
      this.client = client;
      this.names = List.of(names);
    }

    Object rotate() {
      return names.stream()
          .map(name -> client.addSecretVersion(name, SecretPayload.getDefaultInstance()))
          .toList();
    }
  }

  static final class Rotating {
    final Object added;

    Rotating(SecretManagerServiceClient client) {
      added = new Rotator(client, "first", "third").rotate();
    }

    Rotating() throws IOException {
      this(SecretManagerServiceClient.create());
    }
  }

  @Test
  void rotatorIsMadeWithTheNamesOfItsSecrets() {
    assertEquals(Set.of("first", "third"), of(Rotating.class).rotates);
    assertEquals(Set.of(), of(Rotating.class).secrets);
  }

  record Things(Storage storage, String bucket) {
    Object read() {
      return storage.get(BlobId.of(bucket, "a"));
    }

    Object write() {
      return storage.create(BlobInfo.newBuilder(bucket, "a").build());
    }
  }

  record Copies(Storage storage, String from, String to) {
    Object copy() {
      return storage.copy(Storage.CopyRequest.of(from, "a", BlobId.of(to, "a")));
    }
  }

  static final class BucketReader {
    final Object found;

    BucketReader() {
      found = new Things(clients().storage(), environment().text("BUCKET_OLD_THINGS")).read();
    }
  }

  static final class BucketsReader {
    final Object found;

    BucketsReader() {
      found =
          List.of(
              new Things(clients().storage(), environment().text("BUCKET_OLD")).read(),
              new Things(clients().storage(), environment().text("BUCKET_NEW")));
    }
  }

  static final class BucketWriter {
    final Object found;

    BucketWriter() {
      String bucket = environment().text("BUCKET_THINGS");
      Things objects = new Things(clients().storage(), bucket);
      found = List.of(objects.read(), objects.write());
    }
  }

  static final class BucketCopier {
    final Object found;

    BucketCopier() {
      found =
          new Copies(
                  clients().storage(),
                  environment().text("BUCKET_OLD"),
                  environment().text("BUCKET_NEW"))
              .copy();
    }
  }

  @Test
  void bucketIsThatOfTheClassThatCallsStorage() {
    assertEquals(Map.of("old-things", Access.READ), of(BucketReader.class).buckets());
    assertEquals(Map.of("things", Access.WRITE), of(BucketWriter.class).buckets());
    assertEquals(Map.of("old", Access.READ, "new", Access.READ), of(BucketsReader.class).buckets());
    refused("must be made with exactly one bucket", BucketCopier.class);
  }
}
