package app.tiktoktoe.emulators.secretmanager;

import io.grpc.Status;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code projects/P/secrets/S}; both parts are safe as names of files.
 *
 * <p>Parsing refuses with {@code INVALID_ARGUMENT}.
 */
record SecretName(String project, String secret) {
  private static final String PROJECT = "([a-zA-Z0-9][a-zA-Z0-9_-]{0,62})";
  private static final Pattern PARENT = Pattern.compile("projects/" + PROJECT);
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]{1,255}");
  private static final Pattern NAME =
      Pattern.compile("projects/" + PROJECT + "/secrets/([a-zA-Z0-9_-]{1,255})");

  static SecretName of(String parent, String secretId) {
    if (!ID.matcher(secretId).matches()) {
      throw invalid("secret_id must match " + ID + ": " + secretId);
    }
    return new SecretName(project(parent), secretId);
  }

  static SecretName parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw invalid("name must be projects/P/secrets/S: " + name);
    }
    return new SecretName(matcher.group(1), matcher.group(2));
  }

  static String project(String parent) {
    Matcher matcher = PARENT.matcher(parent);
    if (!matcher.matches()) {
      throw invalid("parent must be projects/P: " + parent);
    }
    return matcher.group(1);
  }

  private static RuntimeException invalid(String message) {
    return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
  }

  @Override
  public String toString() {
    return "projects/" + project + "/secrets/" + secret;
  }
}
