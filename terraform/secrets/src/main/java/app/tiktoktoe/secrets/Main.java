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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command line program: {@code java -jar secrets.jar [replace-session-keys] PROJECT [SUFFIX]}.
 */
public final class Main {
  private static final int USAGE = 64;
  private static final String REPLACE = "replace-session-keys";

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
    List<String> names = new ArrayList<>(List.of(arguments));
    boolean isReplacing = names.remove(REPLACE);
    if (names.isEmpty() || names.size() > 2) {
      out.println("usage: java -jar secrets.jar [" + REPLACE + "] PROJECT [SUFFIX]");
      return USAGE;
    }
    String suffix = names.size() == 2 ? names.get(1) : "";
    Map<String, String> values = NewSecrets.generate(new SecureRandom());
    try (SecretManagerServiceClient client =
        SecretManagerServiceClient.create(settings(System.getenv(IMPERSONATED)))) {
      if (isReplacing) {
        new ReplacedSessionKeys(client, out::println).replace(names.getFirst(), suffix, values);
      } else {
        new FirstSecrets(client, out::println).fill(names.getFirst(), suffix, values);
      }
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
