package app.tiktoktoe.emulators.fcm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The accepted messages, in memory and as one JSON object a line. Safe for use by many threads. */
final class MessageLog {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final @Nullable Path file;
  private final List<JsonNode> messages;

  private MessageLog(@Nullable Path file, List<JsonNode> messages) {
    this.file = file;
    this.messages = messages;
  }

  static MessageLog open(@Nullable Path directory) throws IOException {
    if (directory == null) {
      return new MessageLog(null, new ArrayList<>());
    }
    Files.createDirectories(directory);
    Path file = directory.resolve("messages.jsonl");
    List<JsonNode> messages = new ArrayList<>();
    if (Files.exists(file)) {
      String text = Files.readString(file);
      // A line without its end was being written when the process was killed: it was not accepted.
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      for (String line : whole.lines().toList()) {
        messages.add(MAPPER.readTree(line));
      }
      if (whole.length() < text.length()) {
        replace(file, whole);
      }
    }
    return new MessageLog(file, messages);
  }

  synchronized List<JsonNode> all() {
    return messages.stream().<JsonNode>map(JsonNode::deepCopy).toList();
  }

  synchronized void add(JsonNode message) throws IOException {
    if (file != null) {
      Files.writeString(file, line(message), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    messages.add(message.deepCopy());
  }

  synchronized void clear() throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
    messages.clear();
  }

  private static String line(JsonNode message) throws JsonProcessingException {
    return MAPPER.writeValueAsString(message) + "\n";
  }

  private static void replace(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
