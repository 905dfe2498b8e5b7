package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.SigningKey;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.GoogleClients;
import app.tiktoktoe.events.RepoEvent.CommitEvent;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.MutableClock;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.WriteBatch;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** An emulated project with a metered client, and what tests write. */
final class Fixture {
  static final Nsid POST = Nsid.parse("app.bsky.feed.post");
  static final Nsid LIKE = Nsid.parse("app.bsky.feed.like");
  static final Nsid FOLLOW = Nsid.parse("app.bsky.graph.follow");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger ACCOUNTS = new AtomicInteger();

  final MutableClock clock = new MutableClock();
  final KeyVault vault = new PlainVault();
  final Firestore firestore =
      new GoogleClients(
              Environment.of(
                  Map.of(
                      "GOOGLE_CLOUD_PROJECT",
                      FirestoreEmulatorExtension.freshProject(),
                      "METERED_FIRESTORE_EMULATOR_HOST",
                      FirestoreEmulatorExtension.hostPort())))
          .firestore();

  /** Another instance on the same project. */
  FirestoreRepositories repositories(boolean limits) {
    return new FirestoreRepositories(firestore, vault, limits, clock, new Random());
  }

  FirestoreRepositories repositories() {
    return repositories(true);
  }

  record Opened(Did did, SigningKey key, CommitEvent first) {}

  Opened open(Repositories repositories) {
    Did did = Did.parse("did:plc:" + "a".repeat(20) + (2000 + ACCOUNTS.incrementAndGet()));
    SigningKey key = SigningKey.generate(Curve.K256, new SecureRandom());
    WriteBatch batch = firestore.batch();
    CommitEvent first = repositories.open(batch, did, key);
    Await.result(batch.commit());
    return new Opened(did, key, first);
  }

  WriteRequest request(Did did, RecordWrite... writes) {
    return new WriteRequest(did, List.of(writes), Optional.empty(), true, clock.instant());
  }

  static WriteRequest swapping(WriteRequest request, Cid commit) {
    return new WriteRequest(
        request.repo(),
        request.writes(),
        Optional.of(commit),
        request.replaceDuplicates(),
        request.tokenIssuedAt());
  }

  static RecordWrite.Create creating(Nsid collection, String rkey, ObjectNode record) {
    return new RecordWrite.Create(collection, RecordKey.parse(rkey), record);
  }

  static ObjectNode post(String text) {
    return json(
        """
        {"$type":"app.bsky.feed.post","text":"%s","createdAt":"2026-01-02T03:04:05Z"}\
        """
            .formatted(text));
  }

  static ObjectNode like(String subjectUri) {
    return json(
        """
        {"$type":"app.bsky.feed.like","createdAt":"2026-01-02T03:04:05Z","subject":{"uri":"%s",
         "cid":"bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm"}}\
        """
            .formatted(subjectUri));
  }

  static ObjectNode follow(Did subject) {
    return json(
        """
        {"$type":"app.bsky.graph.follow","createdAt":"2026-01-02T03:04:05Z","subject":"%s"}\
        """
            .formatted(subject));
  }

  static ObjectNode videoPost(Cid video, String mimeType, long size) {
    ObjectNode post = post("watch this");
    post.set(
        "embed",
        json(
            """
            {"$type":"app.bsky.embed.video","video":{"$type":"blob","ref":{"$link":"%s"},
             "mimeType":"%s","size":%d}}\
            """
                .formatted(video, mimeType, size)));
    return post;
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Seals nothing: what it seals for one account is of no use to another all the same. */
  private static final class PlainVault implements KeyVault {
    @Override
    public byte[] seal(Did did, byte[] secret) {
      return mask(did, secret);
    }

    @Override
    public byte[] open(Did did, byte[] sealed) {
      return mask(did, sealed);
    }

    private static byte[] mask(Did did, byte[] bytes) {
      byte[] masked = bytes.clone();
      for (int i = 0; i < masked.length; i++) {
        masked[i] ^= (byte) did.toString().charAt(i);
      }
      return masked;
    }
  }
}
