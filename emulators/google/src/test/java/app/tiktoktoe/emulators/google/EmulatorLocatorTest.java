package app.tiktoktoe.emulators.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorLocatorTest {
  @TempDir Path folder;

  @Test
  void followsTheGcloudOnThePathToItsSdk() throws IOException {
    Path sdk = sdk("sdk");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("gcloud"), sdk.resolve("bin/gcloud"));

    EmulatorLocator locator = new EmulatorLocator(Map.of("PATH", "/nowhere:" + bin), List.of());

    assertEquals(firestoreIn(sdk).toRealPath(), locator.firestoreJar().toRealPath());
    assertEquals("cloud-pubsub-emulator-0.8.20-all.jar", locator.pubSubJar().toFile().getName());
  }

  @Test
  void variablesComeFirst() throws IOException {
    Path sdk = sdk("sdk");
    Path own = Files.createFile(folder.resolve("own.jar"));

    EmulatorLocator locator =
        new EmulatorLocator(
            Map.of("FIRESTORE_EMULATOR_JAR", own.toString(), "CLOUDSDK_ROOT_DIR", sdk.toString()),
            List.of());

    assertEquals(own, locator.firestoreJar());
    assertEquals(sdk.resolve("platform/pubsub-emulator/lib"), locator.pubSubJar().getParent());
  }

  @Test
  void usualFoldersComeLast() throws IOException {
    Path sdk = sdk("usual");
    assertEquals(firestoreIn(sdk), new EmulatorLocator(Map.of(), List.of(sdk)).firestoreJar());
  }

  @Test
  void saysInOneLineHowToGetWhatIsMissing() {
    EmulatorLocator locator = new EmulatorLocator(Map.of(), List.of());

    String message = assertThrows(EmulatorMissingException.class, locator::pubSubJar).toString();

    assertTrue(message.contains("gcloud components install pubsub-emulator"), message);
    assertTrue(message.contains("PUBSUB_EMULATOR_HOME"), message);
    assertFalse(message.contains("\n"), message);
  }

  @Test
  void aVariableThatNamesNothingIsRefused() {
    EmulatorLocator locator =
        new EmulatorLocator(Map.of("FIRESTORE_EMULATOR_JAR", "/no/such.jar"), List.of());
    assertThrows(EmulatorMissingException.class, locator::firestoreJar);
  }

  private Path sdk(String name) throws IOException {
    Path sdk = folder.resolve(name);
    Files.createDirectories(sdk.resolve("bin"));
    Path gcloud = Files.createFile(sdk.resolve("bin/gcloud"));
    assertTrue(gcloud.toFile().setExecutable(true));
    Files.createDirectories(sdk.resolve("platform/cloud-firestore-emulator"));
    Files.createFile(firestoreIn(sdk));
    Files.createDirectories(sdk.resolve("platform/pubsub-emulator/lib"));
    Files.createFile(
        sdk.resolve("platform/pubsub-emulator/lib/cloud-pubsub-emulator-0.8.20-all.jar"));
    return sdk;
  }

  private static Path firestoreIn(Path sdk) {
    return sdk.resolve("platform/cloud-firestore-emulator/cloud-firestore-emulator.jar");
  }
}
