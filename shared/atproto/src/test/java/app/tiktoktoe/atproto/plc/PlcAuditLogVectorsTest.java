package app.tiktoktoe.atproto.plc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.atproto.plc.PlcVerdict.Accepted;
import app.tiktoktoe.atproto.plc.PlcVerdict.Reason;
import app.tiktoktoe.atproto.plc.PlcVerdict.Refused;
import app.tiktoktoe.atproto.vectors.VectorFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlcAuditLogVectorsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bnewbold_robocracy",
        "bskyapp",
        "duplicate_rotation_keys",
        "empty_rotation_keys",
        "legacy_dholms",
        "nullification",
        "nullification_at_exactly_72h",
        "nullification_nontrivial",
        "nullified_tombstone",
        "tombstone"
      })
  void validLogsAreAccepted(String name) {
    JsonNode log = VectorFile.json("/plc/audit_log/valid/log_" + name + ".json");
    List<String> nullified = new ArrayList<>();
    for (JsonNode entry : log) {
      if (entry.get("nullified").asBoolean()) {
        nullified.add(entry.get("cid").asText());
      }
      assertEquals(entry, PlcLogEntry.fromJson(entry).toJson());
    }

    Accepted verdict = assertInstanceOf(Accepted.class, PlcAuditLog.check(log));

    assertEquals(nullified, verdict.nullified().stream().map(Object::toString).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "nullification_reused_key, INVALID_SIGNATURE",
    "nullification_too_slow, LATE_RECOVERY",
    "sig_b64_newline, MALFORMED",
    "sig_b64_padding_bits, MALFORMED",
    "sig_b64_padding_chars, MALFORMED",
    "sig_der, INVALID_SIGNATURE",
    "sig_k256_high_s, INVALID_SIGNATURE",
    "sig_p256_high_s, INVALID_SIGNATURE",
    "update_nullified, MISORDERED",
    "update_tombstoned, MISORDERED"
  })
  void invalidLogsAreRefused(String name, Reason reason) {
    JsonNode log = VectorFile.json("/plc/audit_log/invalid/log_invalid_" + name + ".json");

    Refused verdict = assertInstanceOf(Refused.class, PlcAuditLog.check(log));

    assertEquals(reason, verdict.reason(), verdict.message());
  }
}
