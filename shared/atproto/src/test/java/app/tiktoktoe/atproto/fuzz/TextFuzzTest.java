package app.tiktoktoe.atproto.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.cbor.DataModel;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Base32;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.crypto.Base58;
import app.tiktoktoe.atproto.crypto.Curve;
import app.tiktoktoe.atproto.crypto.PublicKey;
import app.tiktoktoe.atproto.identity.DidDocument;
import app.tiktoktoe.atproto.lexicon.InvalidLexiconException;
import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.lexicon.XrpcLexicon;
import app.tiktoktoe.atproto.plc.PlcAuditLog;
import app.tiktoktoe.atproto.plc.PlcLogEntry;
import app.tiktoktoe.atproto.plc.SignedPlcOperation;
import app.tiktoktoe.atproto.serviceauth.ServiceToken;
import app.tiktoktoe.atproto.syntax.AtIdentifier;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.vectors.VectorFile;
import app.tiktoktoe.atproto.vectors.Vectors;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Valid texts and JSON with damage, at every entry that reads them. */
class TextFuzzTest {
  private static final int TRIES = 1000;
  private static final Nsid RECORD = Nsid.parse("example.lexicon.record");
  private static final JsonNode PLC = VectorFile.json("/generated-repo/plc-operations.json");
  private static final JsonNode LOG =
      VectorFile.json("/plc/audit_log/valid/log_nullification_nontrivial.json");
  private static final JsonNode CATALOGUE = Vectors.json("official/lexicon/catalog/record.json");
  private static final JsonNode QUERY = Vectors.json("official/lexicon/catalog/query.json");
  private static final JsonNode PROCEDURE = Vectors.json("official/lexicon/catalog/procedure.json");
  private static final JsonNode VALID = Vectors.json("official/lexicon/record-data-valid.json");
  private static final Lexicons LEXICONS =
      new Lexicons(nsid -> nsid.equals(RECORD) ? CATALOGUE : null);
  private static final String TOKEN =
      VectorFile.json("/generated-repo/service-jwts.json").get(0).get("token").asText();

  private static void readOrRefuse(Class<? extends RuntimeException> refusal, Runnable read) {
    try {
      read.run();
    } catch (RuntimeException e) {
      assertTrue(refusal.isInstance(e), () -> e + " " + Arrays.asList(e.getStackTrace()));
    }
  }

  private static void same(String valid, long seed, Function<String, Object> parse) {
    String text = new Mutation(seed).of(valid);
    readOrRefuse(
        InvalidSyntaxException.class,
        () -> {
          Object parsed = parse.apply(text);
          assertEquals(parsed, parse.apply(parsed.toString()));
        });
  }

  @Property(tries = TRIES)
  void identifiers(@ForAll long seed) {
    same("bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm", seed, Cid::parse);
    same("at://did:plc:7ztmfqiyjf5o5ychjtcloi2e/app.bsky.feed.post/self", seed, AtUri::parse);
    same("did:web:example.com%3A3000", seed, Did::parse);
    same("alice.example.com", seed, Handle::parse);
    same("alice.example.com", seed, AtIdentifier::parse);
    same("com.atproto.sync.subscribeRepos", seed, Nsid::parse);
    String base32 = new Mutation(seed).of("bafyreie5737");
    readOrRefuse(
        InvalidSyntaxException.class,
        () -> assertEquals(base32, Base32.encode(Base32.decode(base32))));
  }

  @Property(tries = TRIES)
  void keys(@ForAll long seed) {
    String key = "zQ3shiRxsBRrMxgpeSmpZev1PUXFqkiuYf1HXitaAtZkGR584";
    String damaged = new Mutation(seed).of(key);
    readOrRefuse(
        IllegalArgumentException.class,
        () -> assertEquals("did:key:" + damaged, PublicKey.parseMultikey(damaged).didKey()));
    String did = new Mutation(seed).of("did:key:" + key);
    readOrRefuse(
        IllegalArgumentException.class,
        () -> assertEquals(did, PublicKey.parseDidKey(did).didKey()));
    readOrRefuse(
        IllegalArgumentException.class,
        () -> assertNotNull(PublicKey.parseLegacyMultibase(Curve.K256, damaged)));
    readOrRefuse(
        IllegalArgumentException.class,
        () -> assertEquals(damaged, Base58.encode(Base58.decode(damaged))));
  }

  @Property(tries = TRIES)
  void serviceTokens(@ForAll long seed) {
    String damaged = new Mutation(seed).of(TOKEN);
    readOrRefuse(
        IllegalArgumentException.class,
        () -> {
          ServiceToken token = ServiceToken.parse(damaged);
          PublicKey key =
              PublicKey.parseDidKey("did:key:zQ3shiRxsBRrMxgpeSmpZev1PUXFqkiuYf1HXitaAtZkGR584");
          assertEquals(damaged.equals(TOKEN), token.verify(key) && damaged.equals(TOKEN));
        });
  }

  @Property(tries = TRIES)
  void plcOperationsAndDocuments(@ForAll long seed) {
    JsonNode log = new Mutation(seed).of(LOG);
    assertNotNull(PlcAuditLog.check(log));
    JsonNode entry = new Mutation(seed).of(LOG.get(0));
    readOrRefuse(
        IllegalArgumentException.class, () -> assertNotNull(PlcLogEntry.fromJson(entry).cid()));
    for (String name : List.of("genesis", "updateHandle", "tombstone")) {
      JsonNode operation = new Mutation(seed).of(PLC.get(name).get("op"));
      readOrRefuse(
          IllegalArgumentException.class,
          () -> assertNotNull(SignedPlcOperation.fromJson(operation).cid()));
    }
    JsonNode document = new Mutation(seed).of(PLC.get("didDocumentAfterGenesis"));
    readOrRefuse(
        IllegalArgumentException.class,
        () -> {
          DidDocument read = DidDocument.fromJson(document);
          assertNotNull(read.handle());
          assertNotNull(read.signingKey());
          assertNotNull(read.pdsEndpoint());
        });
  }

  @Property(tries = TRIES)
  void requests(@ForAll long seed) {
    Nsid query = Nsid.parse("example.lexicon.query");
    Nsid procedure = Nsid.parse("example.lexicon.procedure");
    JsonNode queries = new Mutation(seed).of(QUERY);
    JsonNode procedures = new Mutation(seed).of(PROCEDURE);
    for (Lexicons lexicons :
        List.of(
            new Lexicons(nsid -> nsid.equals(query) ? QUERY : PROCEDURE),
            new Lexicons(nsid -> nsid.equals(query) ? queries : procedures))) {
      readOrRefuse(
          InvalidLexiconException.class,
          () -> {
            XrpcLexicon method = method(lexicons, query);
            String text = new Mutation(seed).of("1");
            List.of("string", "boolean", "integer", "array", "limit", "x")
                .forEach(
                    name ->
                        assertNotNull(method.parseParameters(Map.of(name, List.of(text, "2")))));
            XrpcLexicon call = method(lexicons, procedure);
            assertNotNull(call.checkInput(new Mutation(seed).of(VALID.get(0).get("data"))));
            assertNotNull(call.checkOutput(new Mutation(seed).of(PLC)));
          });
    }
  }

  /** A document may be damaged so that it is no method any more. */
  private static XrpcLexicon method(Lexicons lexicons, Nsid nsid) {
    return lexicons
        .method(nsid)
        .orElseThrow(() -> new InvalidLexiconException("not a method any more"));
  }

  @Property(tries = TRIES)
  void recordsAndLexicons(@ForAll long seed) {
    JsonNode valid = VALID.get(Math.floorMod(seed, VALID.size())).get("data");
    JsonNode record = new Mutation(seed).of(valid);
    assertNotNull(LEXICONS.checkRecord(RECORD, record));
    readOrRefuse(InvalidDataException.class, () -> DataModel.check(record));

    JsonNode document = new Mutation(seed).of(CATALOGUE);
    Lexicons damaged = new Lexicons(nsid -> nsid.equals(RECORD) ? document : null);
    readOrRefuse(
        InvalidLexiconException.class, () -> assertNotNull(damaged.checkRecord(RECORD, valid)));
  }
}
