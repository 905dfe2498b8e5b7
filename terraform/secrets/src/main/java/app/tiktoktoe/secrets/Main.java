package app.tiktoktoe.secrets;

import app.tiktoktoe.accounts.NewSecrets;
import com.google.api.gax.rpc.ApiException;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line program: {@code java -jar secrets.jar PROJECT [SUFFIX]}. */
public final class Main {
  private static final int USAGE = 64;

  // The variable that Terraform obeys as well.
  private static final String IMPERSONATED = "GOOGLE_IMPERSONATE_SERVICE_ACCOUNT";
  private static final int LIFETIME_S = 3600;

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
    try (SecretManagerServiceClient client =
        SecretManagerServiceClient.create(settings(System.getenv(IMPERSONATED)))) {
      new FirstSecrets(client, out::println)
          .fill(arguments[0], suffix, NewSecrets.generate(new SecureRandom()));
      return 0;
    } catch (ApiException | IOException e) {
      out.println(e.getMessage());
      return 1;
    }
  }

  private static SecretManagerServiceSettings settings(@Nullable String account)
      throws IOException {
    SecretManagerServiceSettings.Builder settings = SecretManagerServiceSettings.newBuilder();
    if (account != null) {
      List<String> scopes = SecretManagerServiceSettings.getDefaultServiceScopes();
      GoogleCredentials mine = GoogleCredentials.getApplicationDefault().createScoped(scopes);
      settings.setCredentialsProvider(
          () -> ImpersonatedCredentials.create(mine, account, List.of(), scopes, LIFETIME_S));
    }
    return settings.build();
  }
}
