package app.tiktoktoe.functions.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import app.tiktoktoe.functions.video.VideoStack.Answer;
import app.tiktoktoe.media.Allowance;
import app.tiktoktoe.media.UploadSessions;
import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.Firestore;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A storage that can do nothing: with a fault that its client does not try again for a minute. */
@ExtendWith(FirestoreEmulatorExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {
  private static final String OVERLOADED = "503 ServiceOverloaded";

  private final HttpServer broken;
  private final VideoStack stack;
  private PartsAccount ann;

  OutageTest(Firestore firestore) throws Exception {
    this.broken = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    broken.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_IMPLEMENTED, -1);
          exchange.close();
        });
    broken.start();
    URI address = URI.create("http://127.0.0.1:" + broken.getAddress().getPort());
    this.stack = new VideoStack(firestore, Optional.of(address));
    this.ann = PartsAccount.fresh(stack);
  }

  @BeforeEach
  void newAccount() throws Exception {
    ann = PartsAccount.fresh(stack);
  }

  @AfterAll
  void stop() throws Exception {
    stack.close();
    broken.stop(0);
  }

  @Test
  void anAddressThatCannotBeHadCostsNothing() throws Exception {
    for (int i = 0; i <= UploadSessions.MAX_OPEN; i++) {
      Answer answer =
          stack.post(
              "app.tiktoktoe.video.startDirectUpload",
              ann.name(),
              "{\"mimeType\":\"video/mp4\",\"sizeBytes\":10}");
      assertEquals(OVERLOADED, answer.error());
    }
    assertEquals(Allowance.OF_A_DAY, ann.left());
  }

  @Test
  void anUploadWaitsForTheStorage() throws Exception {
    byte[] video = PartsAccount.video(100);
    String id = ann.started(video.length);
    assertEquals(OVERLOADED, ann.put(id, 1, video).error());
    assertEquals(OVERLOADED, ann.status(id).error());
    assertEquals(OVERLOADED, ann.finish(id).error());
    ann.parts.store(ann.upload(id).id(), 1, new ByteArrayInputStream(video), 100);
    assertEquals(OVERLOADED, ann.finish(id).error());
    assertEquals("created", ann.upload(id).state().text());
    assertFalse(stack.hasObjects(ann.name()));
  }

  @Test
  void whatIsGivenUpIsGivenUpAtOnce() throws Exception {
    String id = ann.started(100);
    assertEquals(OVERLOADED, ann.abort(id).error());
    assertEquals("aborted", ann.abort(id).text("state"));
    assertEquals(Allowance.OF_A_DAY, ann.left());
  }
}
