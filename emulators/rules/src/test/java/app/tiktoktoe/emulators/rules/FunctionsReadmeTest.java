package app.tiktoktoe.emulators.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.catalogue.AuthLevel;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code functions/README.md} is what the catalogue says. */
class FunctionsReadmeTest {
  private static final String INTRODUCTION =
      """
      # functions

      One folder is one deployed function: a Maven module, an entry class without logic, a wiring class, and one class per
      method, named after it. This page is made from [catalogue.yaml](catalogue.yaml), the only list; after a change there,
      `mvn verify -pl emulators/rules -am -Dreadme.write` writes it again.

      """;

  @Test
  void isMadeFromTheCatalogue() throws IOException {
    Path readme = House.functions().resolve("README.md");
    String expected = render();
    if (System.getProperty("readme.write") != null) {
      Files.writeString(readme, expected);
    }
    assertEquals(expected, Files.readString(readme));
  }

  private static String render() throws IOException {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("| function | trigger | memory | timeout | concurrency | secrets |\n");
    page.append("| --- | --- | --- | --- | --- | --- |\n");
    for (FunctionEntry entry : House.catalogue().functions().values()) {
      page.append(
          "| [%s](%s) | %s | %d MiB | %d s | %d | %s |%n"
              .formatted(
                  entry.name(),
                  entry.name(),
                  trigger(entry),
                  entry.memoryMb(),
                  entry.timeout().toSeconds(),
                  entry.concurrency(),
                  String.join(", ", entry.grants().secrets())));
    }
    page.append("\n| method | function | who may call it |\n| --- | --- | --- |\n");
    for (FunctionEntry entry : House.catalogue().functions().values()) {
      if (entry.trigger() instanceof Trigger.Http http) {
        methods(page, entry.name(), http.methods());
      }
    }
    return page.toString();
  }

  private static String trigger(FunctionEntry entry) {
    return switch (entry.trigger()) {
      case Trigger.Http http -> "HTTP, " + http.methods().size() + " methods";
      case Trigger.PubSub pubsub -> "Pub/Sub `" + pubsub.topic() + "`";
    };
  }

  private static void methods(StringBuilder page, String function, Map<String, AuthLevel> methods) {
    methods.forEach(
        (nsid, level) ->
            page.append(
                "| `%s` | %s | %s |%n"
                    .formatted(nsid, function, level.name().toLowerCase(Locale.ROOT))));
  }
}
