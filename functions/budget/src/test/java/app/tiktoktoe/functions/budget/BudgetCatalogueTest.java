package app.tiktoktoe.functions.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import app.tiktoktoe.events.Topic;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BudgetCatalogueTest {
  @Test
  void theCatalogueNamesTheEntryClassAndTheTopic() throws Exception {
    FunctionEntry entry =
        Catalogue.read(Path.of("../catalogue.yaml").toAbsolutePath().normalize())
            .function("budget");
    assertEquals(BudgetFunction.class.getName(), entry.entryClass());
    assertEquals(
        Topic.BUDGET_ALERTS.id(), assertInstanceOf(Trigger.PubSub.class, entry.trigger()).topic());
  }
}
