package app.tiktoktoe.canary;

import java.util.regex.Pattern;

/** A revision's short name, such as {@code posting-00042-abc}. */
record Revision(String name) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  Revision {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a revision: " + name);
    }
  }

  /** Takes the short name, or the full one that ends in {@code /revisions/NAME}. */
  static Revision parse(String name) {
    return new Revision(name.substring(name.lastIndexOf('/') + 1));
  }

  @Override
  public String toString() {
    return name;
  }
}
