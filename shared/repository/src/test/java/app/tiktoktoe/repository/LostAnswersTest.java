package app.tiktoktoe.repository;

import static app.tiktoktoe.repository.Fixture.POST;
import static app.tiktoktoe.repository.Fixture.creating;
import static app.tiktoktoe.repository.Fixture.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Await;
import app.tiktoktoe.repository.WriteOutcome.Committed;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import io.grpc.Status;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commits whose answers are lost on the way: each is made once, and acknowledged as made. */
class LostAnswersTest {
  private final Fixture fixture = new Fixture();
  private final LostAnswers network = new LostAnswers();
  private final Fixture.Opened account = fixture.open(fixture.repositories());
  private final Did did = account.did();
  private Firestore firestore;
  private Repositories repositories;

  @BeforeEach
  void anInstanceBehindTheNetwork() {
    firestore =
        FirestoreOptions.newBuilder()
            .setProjectId(fixture.firestore.getOptions().getProjectId())
            .setCredentials(new FirestoreOptions.EmulatorCredentials())
            .setChannelProvider(
                FirestoreOptions.getDefaultTransportChannelProviderBuilder()
                    .setEndpoint(FirestoreEmulatorExtension.hostPort())
                    .setChannelConfigurator(channel -> channel.usePlaintext().intercept(network))
                    .build())
            .build()
            .getService();
    repositories =
        new FirestoreRepositories(firestore, fixture.vault, true, fixture.clock, new Random());
  }

  @AfterEach
  void close() throws Exception {
    firestore.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "INTERNAL", "UNKNOWN"})
  void isMadeOnceWhateverTheClientIsTold(Status.Code code) {
    network.lose(1, code.toStatus());
    Committed committed = create("3jzfcijpj2z2a");
    Committed next = create("3jzfcijpj2z2b");

    RepositoryDescription found = fixture.repositories().describe(did).orElseThrow();
    assertEquals(next.commit(), found.commit());
    assertEquals(1, eventsOf(committed));
    assertEquals(2, entries());
  }

  private Committed create(String rkey) {
    return assertInstanceOf(
        Committed.class,
        repositories.apply(fixture.request(did, creating(POST, rkey, post("kept")))));
  }

  /** How many events of the outbox tell of this commit. */
  private long eventsOf(Committed committed) {
    return Await.result(fixture.firestore.collection("outbox").get()).getDocuments().stream()
        .filter(entry -> entry.getId().endsWith(committed.rev().toString()))
        .count();
  }

  /** Events beside that of the opening, which the fixture does not add. */
  private int entries() {
    return Await.result(fixture.firestore.collection("outbox").get()).size();
  }
}
