package app.tiktoktoe.lexicons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.atproto.lexicon.Lexicons;
import app.tiktoktoe.atproto.syntax.Nsid;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OfficialLexiconsTest {
  private static final int DOCUMENTS = 259;

  private final ClasspathLexicons source = new ClasspathLexicons();

  @Test
  void everyDocumentIsFoundByItsNameAndResolvesItsReferences() throws Exception {
    List<Nsid> names = names();
    assertEquals(DOCUMENTS, names.stream().filter(OfficialLexiconsTest::isOfficial).count());
    names.forEach(new Lexicons(source)::verify);
  }

  @Test
  void anUnknownNameIsNotFound() {
    assertNull(source.find(Nsid.parse("com.example.nothing")));
    assertTrue(source.find(Nsid.parse("app.bsky.feed.post")) != null);
  }

  private static boolean isOfficial(Nsid name) {
    return name.value().startsWith("com.atproto.") || name.value().startsWith("app.bsky.");
  }

  private static List<Nsid> names() throws IOException, URISyntaxException {
    Path root =
        Path.of(Objects.requireNonNull(ClasspathLexicons.class.getResource("/lexicons")).toURI());
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(file -> root.relativize(file).toString().replace(".json", "").replace('/', '.'))
          .map(Nsid::parse)
          .sorted((a, b) -> a.value().compareTo(b.value()))
          .toList();
    }
  }
}
