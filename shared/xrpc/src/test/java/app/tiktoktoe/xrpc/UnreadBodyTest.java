package app.tiktoktoe.xrpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.testkit.ServedFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a connection when a call is refused before its body was read. */
class UnreadBodyTest {
  private static final String DELETE = "POST /xrpc/com.atproto.repo.deleteRecord HTTP/1.1";
  private static final int CALLS = 200;
  private static final int LARGE = 33 * 1024 * 1024;
  private static final int LARGE_CALLS = 20;
  private static ServedFunction served;

  @BeforeAll
  static void start() throws Exception {
    served = new ServedFunction(ExampleFunction.class).start();
  }

  @AfterAll
  static void stop() throws Exception {
    served.close();
  }

  /** Sends a request without a session. */
  private static void send(Socket socket, String requestLine, String headers) throws IOException {
    String head = requestLine + "\r\nHost: localhost\r\n" + headers + "\r\n";
    socket.getOutputStream().write(head.getBytes(ISO_8859_1));
  }

  /** Reads until the end of a refusal's body. */
  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder read = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      read.append((char) b);
      if (b == '}') {
        break;
      }
    }
    return read.toString();
  }

  @Test
  void aConnectionOutlivesASmallBodyThatComesLate() throws Exception {
    try (Socket socket = new Socket("localhost", served.port())) {
      send(socket, DELETE, "Content-Length: 5\r\n");
      Thread.sleep(100);
      socket.getOutputStream().write("hello".getBytes(ISO_8859_1));
      String refused = answer(socket);
      assertTrue(refused.startsWith("HTTP/1.1 401"), refused);
      assertFalse(refused.contains("Connection: close"), refused);
      send(socket, "GET /nothing HTTP/1.1", "");
      String next = answer(socket);
      assertTrue(next.contains("HTTP/1.1 404"), next);
    }
  }

  @Test
  void aClientThatSendsEverythingFirstGetsItsAnswer() throws Exception {
    for (int i = 0; i < LARGE_CALLS; i++) {
      try (Socket socket = new Socket("localhost", served.port())) {
        String from = "X-Forwarded-For: 10.8.0." + i + ", 10.1.1.1\r\n";
        send(socket, DELETE, from + "Content-Length: " + LARGE + "\r\n");
        socket.getOutputStream().write(new byte[LARGE]);
        String refused = answer(socket);
        assertTrue(refused.startsWith("HTTP/1.1 401"), refused);
        assertFalse(refused.contains("Connection: close"), refused);
      }
    }
  }

  @Test
  void aClientWhoseBodyIsReadInPartGetsItsAnswer() throws Exception {
    try (Socket socket = new Socket("localhost", served.port())) {
      send(
          socket,
          DELETE,
          """
          Authorization: Bearer alice\r
          Content-Type: application/json\r
          Transfer-Encoding: chunked\r
          """);
      OutputStream out = socket.getOutputStream();
      out.write((Integer.toHexString(LARGE) + "\r\n").getBytes(ISO_8859_1));
      out.write(new byte[LARGE]);
      out.write("\r\n0\r\n\r\n".getBytes(ISO_8859_1));
      String refused = answer(socket);
      assertTrue(refused.startsWith("HTTP/1.1 413"), refused);
    }
  }

  @Test
  void aConnectionEndsWithTheAnswerWhenTheBodyHasNoEnd() throws Exception {
    try (Socket socket = new Socket("localhost", served.port())) {
      send(socket, DELETE, "Content-Length: 1000000000\r\n");
      socket.getOutputStream().write(new byte[41 * 1024 * 1024]);
      String refused = answer(socket);
      assertTrue(refused.startsWith("HTTP/1.1 401"), refused);
      assertTrue(refused.contains("Connection: close"), refused);
    }
  }

  @Test
  void nobodyIsToldToContinueWhoIsRefused() throws Exception {
    try (Socket socket = new Socket("localhost", served.port())) {
      send(socket, DELETE, "Content-Length: 5\r\nExpect: 100-continue\r\n");
      String refused = answer(socket);
      assertTrue(refused.startsWith("HTTP/1.1 401"), refused);
      assertTrue(refused.contains("Connection: close"), refused);
    }
  }

  @Test
  void aClientMayReuseItsConnection() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < CALLS; i++) {
        HttpRequest request =
            HttpRequest.newBuilder(
                    URI.create(served.origin() + "/xrpc/com.atproto.repo.deleteRecord"))
                .header("X-Forwarded-For", "10.9.0." + i + ", 10.1.1.1")
                .POST(BodyPublishers.ofByteArray(new byte[20_000]))
                .build();
        assertEquals(401, client.send(request, BodyHandlers.ofString()).statusCode());
      }
    }
  }
}
