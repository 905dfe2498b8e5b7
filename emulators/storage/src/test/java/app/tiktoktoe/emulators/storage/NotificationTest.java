package app.tiktoktoe.emulators.storage;

import static app.tiktoktoe.emulators.storage.StorageFixture.BUCKET;
import static app.tiktoktoe.emulators.storage.StorageFixture.NOTIFYING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationTest {
  @TempDir Path directory;

  @Test
  void tellsWhatCloudStorageTells() throws Exception {
    StorageFixture fixture = new StorageFixture(null);
    try {
      BlobInfo info =
          BlobInfo.newBuilder(NOTIFYING, "did/v 1.mp4").setContentType("video/mp4").build();
      fixture.client.create(BlobInfo.newBuilder(BUCKET, "silent").build());
      Blob first = fixture.client.create(info, "one".getBytes(UTF_8));
      Blob second = fixture.client.create(info, "two!".getBytes(UTF_8));
      fixture.client.delete(second.getBlobId());

      StorageFixture.Message created = fixture.nextMessage();
      assertEquals(StorageFixture.TOPIC, created.topic());
      assertEquals(
          Set.of(
              "notificationConfig",
              "eventType",
              "payloadFormat",
              "bucketId",
              "objectId",
              "objectGeneration",
              "eventTime"),
          created.attributes().keySet());
      assertEquals("OBJECT_FINALIZE", created.attributes().get("eventType"));
      assertEquals("JSON_API_V1", created.attributes().get("payloadFormat"));
      assertEquals(NOTIFYING, created.attributes().get("bucketId"));
      assertEquals("did/v 1.mp4", created.attributes().get("objectId"));
      assertEquals(first.getGeneration().toString(), created.attributes().get("objectGeneration"));
      JsonNode payload = new ObjectMapper().readTree(created.json());
      assertEquals("storage#object", payload.path("kind").asText());
      assertEquals("did/v 1.mp4", payload.path("name").asText());
      assertEquals(NOTIFYING, payload.path("bucket").asText());
      assertEquals("3", payload.path("size").asText());
      assertEquals("video/mp4", payload.path("contentType").asText());
      assertEquals(first.getMd5(), payload.path("md5Hash").asText());
      assertEquals(first.getGeneration().toString(), payload.path("generation").asText());

      StorageFixture.Message again = fixture.nextMessage();
      assertEquals("OBJECT_FINALIZE", again.attributes().get("eventType"));
      assertEquals(first.getGeneration().toString(), again.attributes().get("overwroteGeneration"));
      StorageFixture.Message replaced = fixture.nextMessage();
      assertEquals("OBJECT_DELETE", replaced.attributes().get("eventType"));
      assertEquals(
          second.getGeneration().toString(), replaced.attributes().get("overwrittenByGeneration"));
      StorageFixture.Message deleted = fixture.nextMessage();
      assertEquals("OBJECT_DELETE", deleted.attributes().get("eventType"));
      assertEquals(second.getGeneration().toString(), deleted.attributes().get("objectGeneration"));
      assertTrue(fixture.messages.isEmpty());
    } finally {
      fixture.close();
    }
  }

  @Test
  void keepsWhatTheSinkRefusedForAfterARestart() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    StorageFixture broken =
        new StorageFixture(
            directory.resolve("data"),
            (topic, attributes, json) -> {
              refused.countDown();
              throw new IllegalStateException("down");
            });
    try {
      broken.client.create(BlobInfo.newBuilder(NOTIFYING, "o").build(), new byte[] {1});
      refused.await();
    } finally {
      broken.close();
    }
    StorageFixture whole = new StorageFixture(directory.resolve("data"));
    try {
      assertEquals("o", whole.nextMessage().attributes().get("objectId"));
    } finally {
      whole.close();
    }
  }
}
