package app.tiktoktoe.emulators.secretmanager;

import io.grpc.Status;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code projects/P/secrets/S/versions/V}, V being a number from 1 or {@code latest}.
 *
 * <p>Parsing refuses with {@code INVALID_ARGUMENT}.
 */
record VersionName(SecretName secret, String version) {
  static final String LATEST = "latest";

  private static final Pattern NAME =
      Pattern.compile("(.+)/versions/(" + LATEST + "|[1-9][0-9]{0,8})");

  static VersionName parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw Status.INVALID_ARGUMENT
          .withDescription("name must be projects/P/secrets/S/versions/(number or latest): " + name)
          .asRuntimeException();
    }
    return new VersionName(SecretName.parse(matcher.group(1)), matcher.group(2));
  }

  boolean isLatest() {
    return version.equals(LATEST);
  }

  @Override
  public String toString() {
    return secret + "/versions/" + version;
  }
}
