package app.tiktoktoe.atproto.lexicon;

import org.jspecify.annotations.Nullable;

/** Where in the data a check is; spelled out only when something is wrong. */
record ValuePath(@Nullable ValuePath parent, String name, int depth) {
  private static final int MAX_NAME_LENGTH = 100;

  /** How deep data may nest: 32 for a record, and room for the input around it. */
  static final int MAX_DEPTH = 40;

  static ValuePath root(String name) {
    return new ValuePath(null, name, 0);
  }

  ValuePath child(String key) {
    return new ValuePath(this, key, depth + 1);
  }

  ValuePath child(int index) {
    return child(Integer.toString(index));
  }

  boolean isTooDeep() {
    return depth > MAX_DEPTH;
  }

  @Override
  public String toString() {
    String shown = name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) : name;
    return parent == null ? shown : parent + "/" + shown;
  }
}
