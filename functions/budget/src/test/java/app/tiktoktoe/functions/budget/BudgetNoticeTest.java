package app.tiktoktoe.functions.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.InvalidEventException;
import com.google.protobuf.ByteString;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetNoticeTest {
  private static BudgetNotice read(String data, Map<String, String> attributes) {
    return BudgetNotice.of(new Delivery("1", ByteString.copyFromUtf8(data), attributes, "", 1));
  }

  private static String notice(String cost) {
    return new String(Notices.notice(cost, Notices.NOVEMBER), StandardCharsets.UTF_8);
  }

  private static String refusal(String data, Map<String, String> attributes) {
    return String.valueOf(
        assertThrows(InvalidEventException.class, () -> read(data, attributes)).getMessage());
  }

  @Test
  void aNoticeSaysWhatWasSpentSinceWhen() {
    assertEquals(
        new BudgetNotice(
            "demo",
            new BigDecimal("120.5"),
            new BigDecimal("100.00"),
            "EUR",
            Instant.parse(Notices.NOVEMBER)),
        read(notice("120.5"), Notices.ATTRIBUTES));
  }

  @Test
  void theRatioItselfIsReached() {
    BigDecimal ratio = new BigDecimal("1.2");
    assertTrue(read(notice("120"), Notices.ATTRIBUTES).reaches(ratio));
    assertTrue(read(notice("120.01"), Notices.ATTRIBUTES).reaches(ratio));
    assertFalse(read(notice("119.99"), Notices.ATTRIBUTES).reaches(ratio));
    assertFalse(read(notice("0"), Notices.ATTRIBUTES).reaches(ratio));
  }

  @ParameterizedTest
  @ValueSource(strings = {"billingAccountId", "budgetId", "schemaVersion"})
  void aMissingAttributeIsNamed(String name) {
    Map<String, String> attributes = new HashMap<>(Notices.ATTRIBUTES);
    attributes.remove(name);
    assertEquals("no attribute " + name, refusal(notice("1"), attributes));
  }

  @Test
  void anotherSchemaIsRefused() {
    Map<String, String> attributes = new HashMap<>(Notices.ATTRIBUTES);
    attributes.put("schemaVersion", "2.0");
    assertEquals("schemaVersion is 2.0, not 1.0", refusal(notice("1"), attributes));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"costAmount\": 1          | \"costAmount\": \"1\"     | costAmount is not a number",
        "\"budgetAmount\": 100.00   | \"budgetAmount\": null    | budgetAmount is not a number",
        "\"budgetAmount\": 100.00   | \"budgetAmount\": 0       | budgetAmount is not above zero",
        "budgetDisplayName          | other                     | budgetDisplayName is not a text",
        "currencyCode               | other                     | currencyCode is not a text",
        "costIntervalStart          | other                     | costIntervalStart is not a text",
        "2026-11-01T07              | November                  | costIntervalStart is not a time",
        "{                          | [                         | the data is not JSON",
      })
  void aWrongPartIsNamed(String right, String wrong, String message) {
    assertEquals(message, refusal(notice("1").replace(right, wrong), Notices.ATTRIBUTES));
  }

  @Test
  void anEmptyMessageIsRefused() {
    assertEquals("budgetAmount is not a number", refusal("", Notices.ATTRIBUTES));
  }
}
