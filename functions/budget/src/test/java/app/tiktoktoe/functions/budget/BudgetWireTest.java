package app.tiktoktoe.functions.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.testkit.ServedFunction;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cloud Billing's notices through the real framework, to a small Cloud Run. */
class BudgetWireTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String FEED = "projects/demo/locations/europe-west1/services/feed";
  private static final String MEDIA = "projects/demo/locations/europe-west1/services/media";

  private SmallCloudRun cloudRun;
  private ServedFunction served;

  @BeforeEach
  void start() throws Exception {
    cloudRun = new SmallCloudRun();
    cloudRun.add(FEED);
    cloudRun.add(MEDIA);
    WiredBudget.environment =
        Map.of(
            "GOOGLE_CLOUD_PROJECT",
            "demo",
            "BRAKE_RATIO",
            "1.2",
            "BRAKE_SERVICES",
            FEED + "," + MEDIA,
            "RUN_EMULATOR_HOST",
            cloudRun.origin().toString());
    served = new ServedFunction(WiredBudget.class).start();
  }

  @AfterEach
  void stop() throws Exception {
    served.close();
    cloudRun.close();
  }

  private int deliver(byte[] data, Map<String, String> attributes) throws Exception {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    ObjectNode message = envelope.putObject("message").put("messageId", "1");
    attributes.forEach(message.putObject("attributes")::put);
    message.put("data", Base64.getEncoder().encodeToString(data));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(served.origin() + "/"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(envelope.toString()))
            .build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }

  private int notice(String cost, String since) throws Exception {
    return deliver(Notices.notice(cost, since), Notices.ATTRIBUTES);
  }

  private List<String> patched() {
    return cloudRun.patches().stream().map(SmallCloudRun.Patch::service).toList();
  }

  @Test
  void costBelowTheRatioStopsNothing() throws Exception {
    assertEquals(204, notice("119.99", Notices.NOVEMBER));
    assertEquals(List.of(), cloudRun.patches());
  }

  @Test
  void costAtTheRatioLeavesNoServiceAnInstance() throws Exception {
    assertEquals(204, notice("120", Notices.NOVEMBER));
    assertEquals(List.of(FEED, MEDIA), patched());
    JsonNode expected =
        SmallCloudRun.JSON.readTree(
            """
            {
              "etag": "e1",
              "annotations": {
                "somebody.else/note": "kept",
                "tiktoktoe.app/stopped-for": "2026-11-01T07:00:00Z"
              },
              "scaling": {"scalingMode": "MANUAL", "manualInstanceCount": 0}
            }
            """);
    SmallCloudRun.Patch first = cloudRun.patches().getFirst();
    assertEquals(expected, first.body());
    assertEquals("updateMask=annotations,scaling", first.query());
  }

  @Test
  void whoeverReleasesAServiceIsNotOverruledInTheSameInterval() throws Exception {
    notice("120", Notices.NOVEMBER);
    cloudRun.service(FEED).putObject("scaling").put("scalingMode", "AUTOMATIC");
    assertEquals(204, notice("130", Notices.NOVEMBER));
    assertEquals(List.of(FEED, MEDIA), patched());
    assertEquals(204, notice("120", "2026-12-01T08:00:00Z"));
    assertEquals(List.of(FEED, MEDIA, FEED, MEDIA), patched());
    assertEquals("MANUAL", cloudRun.service(FEED).at("/scaling/scalingMode").asText());
  }

  @Test
  void oneThatCannotBeStoppedComesBackAndKeepsNoOtherRunning() throws Exception {
    cloudRun.refuse(FEED);
    assertEquals(503, notice("120", Notices.NOVEMBER));
    assertEquals("MANUAL", cloudRun.service(MEDIA).at("/scaling/scalingMode").asText());
    cloudRun.refuseNone();
    assertEquals(204, notice("120", Notices.NOVEMBER));
    assertEquals(List.of(FEED, MEDIA, FEED), patched());
    assertEquals("MANUAL", cloudRun.service(FEED).at("/scaling/scalingMode").asText());
  }

  @Test
  void aMalformedNoticeIsDroppedForGood() throws Exception {
    assertEquals(204, deliver(new byte[] {'{'}, Notices.ATTRIBUTES));
    assertEquals(204, deliver(Notices.notice("200", Notices.NOVEMBER), Map.of()));
    assertEquals(204, notice("\"much\"", Notices.NOVEMBER));
    assertEquals(List.of(), cloudRun.patches());
  }
}
