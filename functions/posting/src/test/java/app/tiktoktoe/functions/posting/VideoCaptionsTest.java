package app.tiktoktoe.functions.posting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.functions.posting.RecordCheck.Level;
import app.tiktoktoe.lexicons.ClasspathLexicons;
import app.tiktoktoe.xrpc.RefusalException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoCaptionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Nsid POST = Nsid.parse("app.bsky.feed.post");
  private static final RecordKey RKEY = RecordKey.parse("3jzfcijpj2z2a");

  private final RecordCheck check = new RecordCheck(new Lexicons(new ClasspathLexicons()));
  private final ObjectNode post =
      JSON.createObjectNode().put("text", "").put("createdAt", "2026-01-02T03:04:05Z");
  private final ArrayNode captions = video(post.putObject("embed")).putArray("captions");

  private static ObjectNode video(ObjectNode embed) {
    embed.put("$type", "app.bsky.embed.video").set("video", blob("video/mp4", 1_000));
    return embed;
  }

  private static ObjectNode blob(String type, long size) {
    ObjectNode blob = JSON.createObjectNode().put("$type", "blob").put("mimeType", type);
    blob.putObject("ref").put("$link", Cid.ofRaw(new byte[] {1}).toString());
    return blob.put("size", size);
  }

  private void caption(String language, String type, long size) {
    captions.addObject().put("lang", language).set("file", blob(type, size));
  }

  private Optional<String> fault(Level level) {
    try {
      check.check(level, POST, RKEY, post);
      return Optional.empty();
    } catch (RefusalException e) {
      assertEquals("InvalidRequest", e.refusal().error());
      return Optional.of(e.refusal().message());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "pt-BR", "zh-Hant", "es-419", "x-whatever"})
  void captionsOfAnyLanguageAreTaken(String language) {
    caption(language, "text/vtt", 20_000);
    caption("de", "text/vtt; charset=utf-8", 1);
    assertEquals(Optional.empty(), fault(Level.REQUIRED));
  }

  @ParameterizedTest
  @CsvSource({
    "english, text/vtt, 20000",
    "e, text/vtt, 20000",
    "'', text/vtt, 20000",
    "en_US, text/vtt, 20000",
    "en, text/vtt, 20001",
    "en, text/plain, 100",
    "en, application/x-subrip, 100"
  })
  void whatTheLexiconDoesNotAllowIsRefused(String language, String type, long size) {
    caption("fr", "text/vtt", 1);
    caption(language, type, size);
    String fault = fault(Level.IF_KNOWN).orElseThrow();
    assertTrue(fault.contains("captions/1/"), fault);
  }

  @Test
  void thereAreAtMostTwenty() {
    for (int i = 0; i < 20; i++) {
      caption("x-" + i, "text/vtt", 1);
    }
    assertEquals(Optional.empty(), fault(Level.REQUIRED));
    caption("x-20", "text/vtt", 1);
    assertTrue(fault(Level.REQUIRED).orElseThrow().contains("20"));
  }

  @Test
  void aLanguageIsThereOnce() {
    caption("pt-BR", "text/vtt", 1);
    caption("pt-br", "text/vtt", 2);
    String fault = "Invalid app.bsky.feed.post record: captions in pt-br twice";
    assertEquals(Optional.of(fault), fault(Level.IF_KNOWN));
    assertEquals(Optional.empty(), fault(Level.NONE));
    ObjectNode quoting = post.deepCopy();
    ObjectNode both = quoting.putObject("embed").put("$type", "app.bsky.embed.recordWithMedia");
    both.set("media", post.path("embed"));
    both.putObject("record")
        .put("$type", "app.bsky.embed.record")
        .putObject("record")
        .put("uri", "at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3jzfcijpj2z2a")
        .put("cid", Cid.ofCbor(new byte[] {1}).toString());
    assertThrows(RefusalException.class, () -> check.check(Level.REQUIRED, POST, RKEY, quoting));
  }
}
