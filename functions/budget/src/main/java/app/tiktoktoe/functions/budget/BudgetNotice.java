package app.tiktoktoe.functions.budget;

import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.InvalidEventException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * What Cloud Billing says of a budget, several times a day, whether or not a threshold was passed.
 * A forecast is not in it: only what was spent counts here.
 *
 * @param budget its display name
 * @param cost spent since {@code since}, in {@code currency}
 * @param amount the budget, above zero, in {@code currency}
 * @param since when the interval began that the budget is for
 * @see <a href="https://cloud.google.com/billing/docs/how-to/budgets-programmatic-notifications">
 *     Programmatic notifications</a>
 */
record BudgetNotice(
    String budget, BigDecimal cost, BigDecimal amount, String currency, Instant since) {
  private static final String SCHEMA = "1.0";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * Reads a notice.
   *
   * @throws InvalidEventException naming the first part that is missing or wrong
   */
  static BudgetNotice of(Delivery delivery) {
    String schema = attribute(delivery, "schemaVersion");
    if (!schema.equals(SCHEMA)) {
      throw new InvalidEventException("schemaVersion is " + schema + ", not " + SCHEMA);
    }
    attribute(delivery, "billingAccountId");
    attribute(delivery, "budgetId");
    JsonNode json = json(delivery);
    BigDecimal amount = number(json, "budgetAmount");
    if (amount.signum() <= 0) {
      throw new InvalidEventException("budgetAmount is not above zero");
    }
    return new BudgetNotice(
        text(json, "budgetDisplayName"),
        number(json, "costAmount"),
        amount,
        text(json, "currencyCode"),
        instant(json, "costIntervalStart"));
  }

  /** Whether the cost is at least {@code ratio} of the budget. */
  boolean reaches(BigDecimal ratio) {
    return cost.compareTo(amount.multiply(ratio)) >= 0;
  }

  private static String attribute(Delivery delivery, String name) {
    return delivery
        .attribute(name)
        .orElseThrow(() -> new InvalidEventException("no attribute " + name));
  }

  private static JsonNode json(Delivery delivery) {
    try {
      return JSON.readTree(delivery.data().toByteArray());
    } catch (IOException e) {
      throw new InvalidEventException("the data is not JSON", e);
    }
  }

  private static BigDecimal number(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isNumber()) {
      throw new InvalidEventException(name + " is not a number");
    }
    return value.decimalValue();
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isTextual()) {
      throw new InvalidEventException(name + " is not a text");
    }
    return value.textValue();
  }

  private static Instant instant(JsonNode json, String name) {
    try {
      return Instant.parse(text(json, name));
    } catch (DateTimeParseException e) {
      throw new InvalidEventException(name + " is not a time", e);
    }
  }
}
