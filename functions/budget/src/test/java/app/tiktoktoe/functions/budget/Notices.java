package app.tiktoktoe.functions.budget;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Notices as Cloud Billing writes them. */
final class Notices {
  static final Map<String, String> ATTRIBUTES =
      Map.of(
          "billingAccountId", "01D4EE-079462-DFD6EC",
          "budgetId", "de72f49d-779b-4945-a127-4d6ce8def0bb",
          "schemaVersion", "1.0");

  static final String NOVEMBER = "2026-11-01T07:00:00Z";

  private Notices() {}

  static byte[] notice(String cost, String since) {
    return """
    {
      "budgetDisplayName": "demo",
      "alertThresholdExceeded": 1.0,
      "costAmount": %s,
      "costIntervalStart": "%s",
      "budgetAmount": 100.00,
      "budgetAmountType": "SPECIFIED_AMOUNT",
      "currencyCode": "EUR"
    }
    """
        .formatted(cost, since)
        .getBytes(StandardCharsets.UTF_8);
  }
}
