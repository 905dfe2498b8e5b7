package app.tiktoktoe.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import app.tiktoktoe.catalogue.Catalogue;
import app.tiktoktoe.catalogue.FunctionEntry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueContractTest {
  private final Catalogue catalogue;

  CatalogueContractTest() throws IOException {
    catalogue = Catalogue.read(CatalogueContract.houseRoot().resolve("functions/catalogue.yaml"));
  }

  @Test
  void namesWhatIsMissingOnEitherSide() {
    FunctionEntry sync = catalogue.function("sync");
    assertEquals(
        List.of(),
        CatalogueContract.differences(
            sync, Map.of("com.atproto.sync.getBlob", "public"), Set.of()));
    assertEquals(
        List.of(
            "/extra is wired but not in the catalogue",
            "com.atproto.sync.getBlob is in the catalogue but not wired",
            "com.atproto.sync.getRepo is wired but not in the catalogue"),
        CatalogueContract.differences(
            sync, Map.of("com.atproto.sync.getRepo", "public"), Set.of("/extra")));
    assertEquals(
        List.of("com.atproto.sync.getBlob is public in the catalogue but wired as owner"),
        CatalogueContract.differences(sync, Map.of("com.atproto.sync.getBlob", "owner"), Set.of()));
  }

  @Test
  void aPubSubFunctionHasNoMethods() {
    assertEquals(
        List.of("push has no http trigger in the catalogue"),
        CatalogueContract.differences(catalogue.function("push"), Map.of(), Set.of()));
  }
}
