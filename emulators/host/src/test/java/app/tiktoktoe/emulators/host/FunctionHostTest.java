package app.tiktoktoe.emulators.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.tiktoktoe.emulators.google.FreePorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionHostTest {
  private static final String LIBRARY =
      "package lib; public class Word { public static String get() { return \"hello\"; } }";
  private static final String FUNCTION =
      """
      package fn;
      import com.google.cloud.functions.*;
      public class Greeter implements HttpFunction {
        @Override public void service(HttpRequest request, HttpResponse response) throws Exception {
          String hidden;
          try { Class.forName("com.google.gson.Gson", true, getClass().getClassLoader()); hidden = "leaks"; }
          catch (ClassNotFoundException e) { hidden = "apart"; }
          response.getWriter().write(lib.Word.get() + " " + hidden + " " + getClass().getClassLoader().getName());
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void servesABundleApartFromTheFrameworksLibraries() throws Exception {
    Path bundle = bundle();
    int port = FreePorts.choose();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    FunctionHost host = new FunctionHost(new PrintStream(printed, true, UTF_8));

    host.start(FunctionSpec.parse("greeter=" + port + "=" + bundle + "=fn.Greeter"));

    assertEquals("hello apart greeter", get(port));
    assertTrue(printed.toString(UTF_8).contains("\"function\":\"greeter\",\"port\":" + port));
    host.stop();
    assertThrows(IOException.class, () -> get(port));
  }

  @Test
  void aMissingEntryClassIsRefusedAtStart() throws Exception {
    Path bundle = bundle();
    FunctionHost host =
        new FunctionHost(new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
    FunctionSpec spec = new FunctionSpec("greeter", FreePorts.choose(), bundle, "fn.Nobody");
    assertThrows(Exception.class, () -> host.start(spec));
  }

  @Test
  void argumentsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> FunctionSpec.parse("greeter=x=y=z"));
    IllegalArgumentException missing =
        assertThrows(
            IllegalArgumentException.class,
            () -> FunctionSpec.parse("greeter=80=" + folder + "=fn.Greeter"));
    assertTrue(missing.toString().contains("no function.jar in " + folder));
  }

  private static String get(int port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  private Path bundle() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path library = Files.writeString(sources.resolve("Word.java"), LIBRARY);
    Path function = Files.writeString(sources.resolve("Greeter.java"), FUNCTION);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                library.toString(),
                function.toString());
    assertEquals(0, failed);
    Path bundle = folder.resolve("bundle");
    Files.createDirectories(bundle.resolve("libs"));
    jar(bundle.resolve("libs/word.jar"), classes, "lib/Word.class", "");
    jar(bundle.resolve("function.jar"), classes, "fn/Greeter.class", "libs/word.jar");
    return bundle;
  }

  private static void jar(Path jar, Path classes, String entry, String classPath)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.putNextEntry(new ZipEntry(entry));
      out.write(Files.readAllBytes(classes.resolve(entry)));
      out.closeEntry();
    }
  }
}
