package app.tiktoktoe.emulators.plc;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.plc.PlcLogEntry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The operations as one JSON object a line, in the order in which they were accepted. */
final class LedgerFile {
  /** An entry, and the CIDs of those that it nullified. */
  record Line(PlcLogEntry entry, List<Cid> nullifies) {
    Line {
      nullifies = List.copyOf(nullifies);
    }
  }

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path file;

  private LedgerFile(Path file) {
    this.file = file;
  }

  static LedgerFile in(Path directory) throws IOException {
    Files.createDirectories(directory);
    return new LedgerFile(directory.resolve("operations.jsonl"));
  }

  List<Line> load() throws IOException {
    List<Line> lines = new ArrayList<>();
    if (!Files.exists(file)) {
      return lines;
    }
    String text = Files.readString(file);
    // A line without its end was being written when the process was killed: it was not accepted.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    for (String line : whole.lines().toList()) {
      lines.add(parse(MAPPER.readTree(line)));
    }
    if (whole.length() < text.length()) {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, whole);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return lines;
  }

  void append(Line line) throws IOException {
    ObjectNode json = line.entry().toJson();
    ArrayNode nullifies = json.putArray("nullifies");
    line.nullifies().forEach(cid -> nullifies.add(cid.toString()));
    Files.writeString(
        file,
        MAPPER.writeValueAsString(json) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static Line parse(JsonNode json) {
    List<Cid> nullifies = new ArrayList<>();
    json.path("nullifies").forEach(cid -> nullifies.add(Cid.parse(cid.asText())));
    return new Line(PlcLogEntry.fromJson(json), nullifies);
  }
}
