package app.tiktoktoe.functions.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.cloud.MissingConfigurationException;
import app.tiktoktoe.media.Job;
import app.tiktoktoe.media.JobState;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import app.tiktoktoe.testkit.ServedFunction;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The function behind the real framework, wired from an environment. */
@ExtendWith(FirestoreEmulatorExtension.class)
class MediaFunctionTest {
  private static volatile Map<String, String> environment = Map.of();

  /** The deployed function in the test's environment. */
  public static final class Wired implements HttpFunction {
    private final MediaFunction function = new MediaFunction(MediaWiring.service(environment));

    @Override
    public void service(HttpRequest request, HttpResponse response) throws Exception {
      function.service(request, response);
    }
  }

  @Test
  void aNotificationMakesAVideo(Firestore firestore, @TempDir Path folder) throws Exception {
    Studio studio = new Studio(firestore, InstantSource.system());
    environment =
        Map.of(
            "GOOGLE_CLOUD_PROJECT",
            firestore.getOptions().getProjectId(),
            "METERED_FIRESTORE_EMULATOR_HOST",
            FirestoreEmulatorExtension.hostPort(),
            "STORAGE_EMULATOR_HOST",
            studio.emulator.endpoint().toString(),
            "BUCKET_UPLOADS",
            Studio.UPLOADS,
            "BUCKET_BLOBS",
            Studio.BLOBS,
            "BUCKET_MEDIA",
            Studio.MEDIA,
            "BUCKET_QUARANTINE",
            Studio.QUARANTINE,
            "FFMPEG",
            Clips.FFMPEG.toString(),
            "SANDBOX",
            Clips.hasBubblewrap() ? Bubblewrap.USUAL.toString() : "none");
    Job job =
        studio.upload(
            Clips.make(
                folder, "clip.mp4", "-f lavfi -i testsrc2=s=160x120:r=10:d=1 -pix_fmt yuv420p"));
    try (HttpClient http = HttpClient.newHttpClient();
        ServedFunction served = new ServedFunction(Wired.class).start()) {
      assertEquals(204, push(http, served.origin(), job.original().name()));
      assertEquals(204, push(http, served.origin(), job.original().name()));
      assertEquals(204, push(http, served.origin(), "nonsense"));
    }
    Job ended = studio.stored(job);
    assertEquals(JobState.COMPLETED, ended.state());
    assertEquals(1, ended.attempts());
    studio.close();
  }

  private static int push(HttpClient http, String origin, String object) throws Exception {
    String attributes =
        "{\"eventType\": \"OBJECT_FINALIZE\", \"bucketId\": \"uploads\", \"objectId\": \""
            + object
            + "\"}";
    String envelope =
        "{\"message\": {\"messageId\": \"1\", \"data\": \"e30=\", \"attributes\": "
            + attributes
            + "}}";
    return http.send(
            java.net.http.HttpRequest.newBuilder(URI.create(origin + "/"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(envelope))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void allThatIsMissingIsNamedAtOnce() {
    String message =
        String.valueOf(
            assertThrows(MissingConfigurationException.class, () -> MediaWiring.service(Map.of()))
                .getMessage());
    assertTrue(message.contains("FFMPEG") && message.contains("BUCKET_MEDIA"), message);
  }
}
