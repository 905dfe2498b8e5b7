package app.tiktoktoe.emulators.storage;

import java.util.regex.Pattern;

/** A bucket's name, which is also safe as the name of a directory. */
record BucketName(String value) {
  private static final Pattern SHAPE =
      Pattern.compile("[a-z0-9](?:[a-z0-9_-]|\\.(?!\\.)){1,220}[a-z0-9]");

  BucketName {
    check(value);
  }

  static void check(String value) {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("Invalid bucket name: '" + value + "'");
    }
  }

  static BucketName parse(String value) {
    if (!SHAPE.matcher(value).matches()) {
      throw RefusedException.invalid("Invalid bucket name: '" + value + "'");
    }
    return new BucketName(value);
  }
}
