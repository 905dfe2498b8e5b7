package app.tiktoktoe.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.events.RecordOperation.Action;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepoEventJsonTest {
  static final Did DID = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");
  static final Cid CID = Cid.ofRaw("x".getBytes(UTF_8));

  static RepoEvent.CommitEvent commit() {
    return new RepoEvent.CommitEvent(
        DID,
        Tid.of(1_767_000_000_000_000L, 3),
        CID,
        TIME,
        List.of(
            new RecordOperation(
                Action.CREATE,
                Nsid.parse("app.bsky.feed.post"),
                RecordKey.parse("3kabc"),
                CID,
                JsonNodeFactory.instance.objectNode().put("text", "hi"),
                null),
            new RecordOperation(
                Action.DELETE,
                Nsid.parse("app.bsky.feed.like"),
                RecordKey.parse("3kdef"),
                null,
                null,
                CID)),
        new TreeChange(
            Optional.of(Tid.of(1_766_000_000_000_000L, 3)),
            Optional.of(CID),
            ByteString.copyFromUtf8("blocks")));
  }

  @Test
  void commitsSurviveTheRoundTrip() {
    assertEquals(commit(), RepoEventJson.decode(RepoEventJson.encode(commit())));
  }

  @Test
  void identitiesSurviveTheRoundTrip() {
    RepoEvent event = new RepoEvent.IdentityEvent(DID, Handle.parse("a.test"), TIME);
    assertEquals(event, RepoEventJson.decode(RepoEventJson.encode(event)));
  }

  @ParameterizedTest
  @EnumSource
  void accountsSurviveTheRoundTrip(AccountStatus status) {
    RepoEvent event = new RepoEvent.AccountEvent(DID, status, TIME);
    assertEquals(event, RepoEventJson.decode(RepoEventJson.encode(event)));
  }

  @Test
  void syncsSurviveTheRoundTrip() {
    Tid rev = Tid.of(1_767_000_000_000_000L, 3);
    for (boolean imported : new boolean[] {false, true}) {
      RepoEvent event = new RepoEvent.SyncEvent(DID, rev, CID, TIME, imported);
      assertEquals(event, RepoEventJson.decode(RepoEventJson.encode(event)));
    }
  }

  @Test
  void notificationsSurviveTheRoundTrip() {
    AtUri uri = AtUri.parse("at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.like/3kdef");
    NotificationEvent event = new NotificationEvent(DID, "like-1", "like", DID, uri, uri, TIME);
    assertEquals(event, NotificationEvent.decode(event.encode()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"version\":2}",
        "{\"version\":1,\"did\":\"x\",\"time\":\"2026-01-02T03:04:05Z\",\"type\":\"identity\"}",
        "{\"version\":1,\"did\":\"did:web:a.test\",\"time\":\"yesterday\",\"type\":\"identity\"}",
        "{\"version\":1,\"did\":\"did:web:a.test\",\"time\":\"2026-01-02T03:04:05Z\",\"type\":\"x\"}"
      })
  void refusesWhatWeNeverWrote(String json) {
    assertThrows(
        InvalidEventException.class, () -> RepoEventJson.decode(ByteString.copyFromUtf8(json)));
  }
}
