package app.tiktoktoe.outbound;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a name server of one datagram per question. */
class DnsTextRecordsTest {
  private static final int HEADER = 12;
  private static final Map<String, List<String>> ZONE =
      Map.of(
          "_atproto.alice.example.com", List.of("did=did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"),
          "_atproto.two.example.com", List.of("did=did:web:one.test", "hello world"));

  private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());

  DnsTextRecordsTest() throws IOException {}

  @BeforeEach
  void start() {
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void stop() {
    socket.close();
  }

  private void serve() {
    try {
      while (true) {
        DatagramPacket question = new DatagramPacket(new byte[512], 512);
        socket.receive(question);
        byte[] answer = answer(question.getData());
        socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
      }
    } catch (IOException e) {
      // The socket is closed when the test is over.
    }
  }

  private static byte[] answer(byte[] question) {
    StringBuilder name = new StringBuilder();
    int at = HEADER;
    while (question[at] != 0) {
      name.append(name.isEmpty() ? "" : ".")
          .append(new String(question, at + 1, question[at], US_ASCII));
      at += question[at] + 1;
    }
    int end = at + 5;
    List<String> texts = ZONE.getOrDefault(name.toString(), List.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(question, 0, 2);
    out.write(0x81);
    out.write(texts.isEmpty() ? 0x83 : 0x80);
    out.writeBytes(new byte[] {0, 1, 0, (byte) texts.size(), 0, 0, 0, 0});
    out.write(question, HEADER, end - HEADER);
    for (String text : texts) {
      byte[] bytes = text.getBytes(US_ASCII);
      out.writeBytes(new byte[] {(byte) 0xc0, HEADER, 0, 16, 0, 1, 0, 0, 0, 60, 0});
      out.write(bytes.length + 1);
      out.write(bytes.length);
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  private List<String> find(String name) {
    return new DnsTextRecords("dns://127.0.0.1:" + socket.getLocalPort(), Duration.ofSeconds(5))
        .find(name);
  }

  @Test
  void textsAreRead() {
    assertEquals(
        List.of("did=did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"), find("_atproto.alice.example.com"));
    assertEquals(List.of("did=did:web:one.test", "hello world"), find("_atproto.two.example.com"));
  }

  @Test
  void aNameWithoutTextsHasNone() {
    assertEquals(List.of(), find("_atproto.bob.example.com"));
  }

  @Test
  void whatIsNoNameIsNotAsked() {
    assertEquals(List.of(), find("ldap://evil.example.com/x"));
    assertEquals(List.of(), find("_atproto.alice.example.com/x"));
  }

  @Test
  void silenceIsNoText() {
    socket.close();
    assertEquals(
        List.of(),
        new DnsTextRecords("dns://127.0.0.1:" + 1, Duration.ofMillis(50))
            .find("_atproto.alice.example.com"));
  }
}
