package app.tiktoktoe.emulators.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code functions/auth/ABUSE.md} names tests that are there. */
class AbuseListTest {
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)\\.(\\w+)`");

  @Test
  void everyTestThatItNamesIsThere() throws IOException {
    String page = Files.readString(House.functions().resolve("auth/ABUSE.md"));
    Matcher named = TEST.matcher(page);
    List<String> missing = new ArrayList<>();
    int found = 0;
    while (named.find()) {
      found++;
      if (!isThere(named.group(1), named.group(2))) {
        missing.add(named.group());
      }
    }
    assertTrue(found > 0, "no test is named");
    assertEquals(List.of(), missing);
  }

  private static boolean isThere(String type, String method) throws IOException {
    for (String root : List.of("shared", "functions")) {
      try (Stream<Path> files = Files.walk(House.root().resolve(root))) {
        List<Path> sources = files.filter(file -> file.endsWith(type + ".java")).toList();
        for (Path source : sources) {
          if (Files.readString(source).contains("void " + method + "(")) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
