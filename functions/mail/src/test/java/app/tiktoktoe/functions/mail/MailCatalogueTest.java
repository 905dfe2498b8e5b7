package app.tiktoktoe.functions.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import app.tiktoktoe.catalogue.Trigger;
import app.tiktoktoe.events.Topic;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MailCatalogueTest {
  @Test
  void theCatalogueNamesTheEntryClassAndTheTopic() throws Exception {
    FunctionEntry entry =
        Catalogue.read(Path.of("../catalogue.yaml").toAbsolutePath().normalize()).function("mail");
    assertEquals(MailFunction.class.getName(), entry.entryClass());
    Trigger.PubSub trigger = assertInstanceOf(Trigger.PubSub.class, entry.trigger());
    assertEquals(Topic.MAILS.id(), trigger.topic());
  }
}
