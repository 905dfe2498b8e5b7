package app.tiktoktoe.secrets;

import app.tiktoktoe.accounts.NewSecrets;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** The command line program: {@code java -jar secrets.jar PROJECT [SUFFIX]}. */
public final class Main {
  private static final int USAGE = 64;

  private Main() {}

  /** Exits with 0 when every secret has a value, 1 when the cloud refused, 64 for wrong usage. */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.exit(run(arguments, out));
  }

  private static int run(String[] arguments, PrintStream out) {
    if (arguments.length < 1 || arguments.length > 2) {
      out.println("usage: java -jar secrets.jar PROJECT [SUFFIX]");
      return USAGE;
    }
    String suffix = arguments.length == 2 ? arguments[1] : "";
    try (SecretManagerServiceClient client = SecretManagerServiceClient.create()) {
      new FirstSecrets(client, out::println)
          .fill(arguments[0], suffix, NewSecrets.generate(new SecureRandom()));
      return 0;
    } catch (ApiException | IOException e) {
      out.println(e.getMessage());
      return 1;
    }
  }
}
