package app.tiktoktoe.views.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.views.timeline.TimelineEntry.Kind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackedEntryTest {
  private static final Did PLC = Did.parse("did:plc:7iza6de2dwap2sbkpav7c6c6");
  private static final Did WEB = Did.parse("did:web:a-rather-long-name.example.com%3A8080:users");
  private static final Tid RKEY = Tid.parse("3jzfcijpj2z2a");

  @ParameterizedTest
  @EnumSource
  void everyKindComesBackInAtMost32Bytes(Kind kind) {
    TimelineEntry entry =
        new TimelineEntry(Instant.parse("2026-07-01T10:00:00.123Z"), kind, RKEY, PLC);

    assertEquals(30, entry.encode().length);
    assertEquals(entry, new PackedEntry(entry.encode()).open(Map.of()));
  }

  @Test
  void anotherDidOpensOnlyForWhoKnowsIt() {
    TimelineEntry entry = new TimelineEntry(Instant.EPOCH, Kind.REPOST, RKEY, WEB);
    ByteBuffer hash = ByteBuffer.wrap(AuthorBytes.hash(WEB));

    assertEquals(31, entry.encode().length);
    assertEquals(entry, new PackedEntry(entry.encode()).open(Map.of(hash, WEB)));
    assertNull(new PackedEntry(entry.encode()).open(Map.of()));
  }

  @Test
  void laterSortsAfterEarlierWhateverTheKind() {
    PackedEntry early = entry("2026-07-01T10:00:00.001Z", Kind.REPOST);
    PackedEntry late = entry("2039-07-01T10:00:00.002Z", Kind.POST);

    assertTrue(early.compareTo(late) < 0);
  }

  private static PackedEntry entry(String time, Kind kind) {
    return PackedEntry.of(new TimelineEntry(Instant.parse(time), kind, RKEY, PLC));
  }
}
