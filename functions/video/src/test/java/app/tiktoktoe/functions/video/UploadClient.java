package app.tiktoktoe.functions.video;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * A client that may be killed at any moment: started again, it goes on with the upload whose name
 * it has written down. Arguments: the origin, the account, the file, where to write the name down.
 */
final class UploadClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String origin;
  private final String account;

  private UploadClient(String origin, String account) {
    this.origin = origin;
    this.account = account;
  }

  public static void main(String[] arguments) throws Exception {
    new UploadClient(arguments[0], arguments[1])
        .upload(Path.of(arguments[2]), Path.of(arguments[3]));
  }

  private void upload(Path file, Path note) throws Exception {
    if (!Files.exists(note)) {
      String input = "{\"mimeType\":\"video/mp4\",\"sizeBytes\":" + Files.size(file) + "}";
      Files.writeString(note, post("startUpload", input).path("jobId").asText());
    }
    String id = Files.readString(note);
    JsonNode status = send(request("getUploadStatus?jobId=" + id).build());
    Set<Integer> received = new HashSet<>();
    status.path("receivedParts").forEach(number -> received.add(number.intValue()));
    for (int number = 1; number <= status.path("partCount").intValue(); number++) {
      if (!received.contains(number)) {
        put(file, id, number, status.path("partSizeBytes").intValue());
      }
    }
    post("finishUpload", "{\"jobId\":\"" + id + "\"}");
  }

  private void put(Path file, String id, int number, int partSizeBytes) throws Exception {
    long from = (number - 1L) * partSizeBytes;
    ByteBuffer part = ByteBuffer.allocate((int) Math.min(partSizeBytes, Files.size(file) - from));
    try (FileChannel channel = FileChannel.open(file)) {
      while (part.hasRemaining() && channel.read(part, from + part.position()) >= 0) {
        // Reads until the part is whole.
      }
    }
    send(
        request("uploadPart?jobId=" + id + "&partNumber=" + number)
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(part.array()))
            .build());
  }

  private JsonNode post(String method, String json) throws Exception {
    return send(
        request(method)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(origin + "/xrpc/app.bsky.video." + path))
        .header("Authorization", "Bearer " + account);
  }

  private JsonNode send(HttpRequest request) throws Exception {
    var response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.body());
    }
    return JSON.readTree(response.body());
  }
}
