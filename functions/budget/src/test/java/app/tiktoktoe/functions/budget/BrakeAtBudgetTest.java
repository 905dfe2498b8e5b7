package app.tiktoktoe.functions.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.cloud.AccessToken;
import app.tiktoktoe.cloud.StructuredLog;
import app.tiktoktoe.events.Delivery;
import app.tiktoktoe.events.EventHandler.Handled;
import app.tiktoktoe.testkit.MutableClock;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BrakeAtBudgetTest {
  private static final String MEDIA = "projects/demo/locations/europe-west1/services/media";
  private static final String GONE = "projects/demo/locations/europe-west1/services/gone";

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private SmallCloudRun cloudRun;

  @BeforeEach
  void start() throws IOException {
    cloudRun = new SmallCloudRun();
    cloudRun.add(MEDIA);
  }

  @AfterEach
  void stop() {
    cloudRun.close();
  }

  private BrakeAtBudget brake(String ratio, String... services) {
    AccessToken token = target -> Map.of("Authorization", List.of("Bearer secret"));
    return new BrakeAtBudget(
        new BigDecimal(ratio),
        List.of(services).stream().map(ServiceName::parse).toList(),
        new CloudRun(cloudRun.origin(), token),
        new StructuredLog("budget", lines, new MutableClock()));
  }

  private static Delivery notice(String cost) {
    ByteString data = ByteString.copyFrom(Notices.notice(cost, Notices.NOVEMBER));
    return new Delivery("1", data, Notices.ATTRIBUTES, "", 1);
  }

  private String[] logged() {
    return lines.toString(StandardCharsets.UTF_8).lines().toArray(String[]::new);
  }

  @Test
  void oneWarningSaysWhatWasStoppedAndWhy() throws IOException {
    BrakeAtBudget brake = brake("1", MEDIA);
    assertEquals(Handled.done(), brake.handle(notice("100.5")));
    assertEquals(Handled.done(), brake.handle(notice("101")));
    assertEquals(1, logged().length);
    JsonNode line = SmallCloudRun.JSON.readTree(logged()[0]);
    assertEquals("WARNING", line.path("severity").asText());
    assertEquals("services stopped", line.path("message").asText());
    assertEquals("demo", line.path("budget").asText());
    assertEquals(100.5, line.path("cost").asDouble());
    assertEquals(100, line.path("amount").asDouble());
    assertEquals("EUR", line.path("currency").asText());
    assertEquals(Notices.NOVEMBER, line.path("since").asText());
    assertEquals(MEDIA, line.at("/services/0").asText());
  }

  @Test
  void cloudRunIsAskedAsTheFunction() {
    brake("1", MEDIA).handle(notice("100"));
    assertEquals(Optional.of("Bearer secret"), cloudRun.authorization);
  }

  @Test
  void aServiceThatIsNotThereIsNamed() {
    Handled.Retry retry =
        assertInstanceOf(Handled.Retry.class, brake("1", GONE, MEDIA).handle(notice("100")));
    assertEquals(GONE + ": GET was answered with 404", retry.reason());
    assertTrue(logged()[0].contains(MEDIA));
  }

  @Test
  void aRatioOfNothingAndAStrangeServiceAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> brake("0", MEDIA));
    assertThrows(IllegalArgumentException.class, () -> brake("1", "media"));
  }
}
