package app.tiktoktoe.emulators.storage;

import java.nio.charset.StandardCharsets;

/**
 * The name of one object: 1 to 1024 bytes of UTF-8, neither {@code .} nor {@code ..}, no line ends.
 *
 * @see <a href="https://docs.cloud.google.com/storage/docs/objects#naming">Object names</a>
 */
record ObjectKey(BucketName bucket, String name) {

  ObjectKey {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    boolean wellFormed = new String(utf8, StandardCharsets.UTF_8).equals(name);
    if (utf8.length == 0
        || utf8.length > 1024
        || !wellFormed
        || name.equals(".")
        || name.equals("..")
        || name.indexOf('\n') >= 0
        || name.indexOf('\r') >= 0
        || name.indexOf('\0') >= 0) {
      throw RefusedException.invalid("Invalid object name: '" + name + "'");
    }
  }

  static ObjectKey parse(String bucket, String name) {
    return new ObjectKey(BucketName.parse(bucket), name);
  }

  @Override
  public String toString() {
    return bucket.value() + "/" + name;
  }
}
