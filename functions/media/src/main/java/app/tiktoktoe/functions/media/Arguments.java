package app.tiktoktoe.functions.media;

import java.util.ArrayList;
import java.util.List;

/** Joins the parts of a command line. Stateless. */
final class Arguments {
  private Arguments() {}

  @SafeVarargs
  static List<String> of(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return List.copyOf(all);
  }
}
