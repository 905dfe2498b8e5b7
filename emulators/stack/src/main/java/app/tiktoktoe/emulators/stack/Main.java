package app.tiktoktoe.emulators.stack;

import app.tiktoktoe.accounts.NewSecrets;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./emulators/start} without the build: runs the stack in the current folder, the root of
 * the house, until it is told to end. Exit code 1 with one line when something cannot start or
 * dies.
 */
public final class Main {
  private static final Logger QUIET = Logger.getLogger("");

  private final PrintStream out;
  private final Resources opened;
  private @Nullable Path temporary;

  private Main(PrintStream out) {
    this.out = out;
    this.opened = new Resources(out::println);
  }

  /** Runs until the process is told to end. */
  public static void main(String[] arguments) {
    QUIET.setLevel(Level.SEVERE);
    Main main =
        new Main(
            new PrintStream(
                new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
    System.exit(main.run(List.of(arguments)));
  }

  private int run(List<String> arguments) {
    Thread ending = new Thread(this::end, "end");
    try {
      StackOptions options = StackOptions.parse(arguments);
      if (options.help()) {
        out.print(StackOptions.HELP);
        return 0;
      }
      Runtime.getRuntime().addShutdownHook(ending);
      out.println("stopped: " + serve(options));
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (IOException | RuntimeException e) {
      out.println("failed: " + e.getMessage());
      return 1;
    }
  }

  private String serve(StackOptions options) throws IOException, InterruptedException {
    Path data = data(options);
    Stack stack =
        new Stack(
            options,
            Path.of("").toAbsolutePath(),
            data,
            opened,
            NewSecrets.generate(new SecureRandom()),
            out::println);
    out.println("starting emulators and functions");
    stack.start();
    if (options.demo()) {
      out.println("demo");
      stack.demo();
    }
    stack.addresses().forEach((name, value) -> out.println("  %-28s %s".formatted(name, value)));
    out.println("ready " + stack.origin());
    return stack.death().join();
  }

  private Path data(StackOptions options) throws IOException {
    if (options.data().isPresent()) {
      return Files.createDirectories(options.data().get());
    }
    Path made = Files.createTempDirectory("tiktoktoe");
    temporary = made;
    return made;
  }

  private void end() {
    opened.closeAll();
    try {
      if (temporary != null) {
        FirestoreState.delete(temporary);
      }
    } catch (IOException e) {
      out.println("not deleted: " + temporary + ": " + e.getMessage());
    }
  }
}
