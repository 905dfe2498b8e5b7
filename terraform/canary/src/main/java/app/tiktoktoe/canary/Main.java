package app.tiktoktoe.canary;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The command line program; {@link Options#USAGE} says how to use it. */
public final class Main {
  private Main() {}

  /** Exits with the code of the command's outcome. */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Interruption interruption = Interruption.ofThisThread();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(interruption::interruptAndWait, "interruption"));
    int code = CanaryWiring.cli(out::println).run(List.of(arguments));
    interruption.settled();
    System.exit(code);
  }
}
