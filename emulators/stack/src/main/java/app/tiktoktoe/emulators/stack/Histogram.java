package app.tiktoktoe.emulators.stack;

import java.util.List;

/** How many values came, their sum, and how many were at most each bound. Not thread-safe. */
final class Histogram {
  private final List<Long> bounds;
  private final long[] atMost;
  private long count;
  private long sum;

  Histogram(List<Long> bounds) {
    this.bounds = bounds;
    this.atMost = new long[bounds.size()];
  }

  void add(long value) {
    count++;
    sum += value;
    for (int i = 0; i < atMost.length; i++) {
      if (value <= bounds.get(i)) {
        atMost[i]++;
      }
    }
  }

  long count() {
    return count;
  }

  /** The histogram {@code name} in Prometheus' text format. */
  String text(String name, String labels) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < atMost.length; i++) {
      bucket(text, name, labels, bounds.get(i).toString(), atMost[i]);
    }
    bucket(text, name, labels, "+Inf", count);
    text.append("%s_sum{%s} %d\n".formatted(name, labels, sum));
    text.append("%s_count{%s} %d\n".formatted(name, labels, count));
    return text.toString();
  }

  private static void bucket(
      StringBuilder text, String name, String labels, String bound, long atMost) {
    text.append("%s_bucket{%s,le=\"%s\"} %d\n".formatted(name, labels, bound, atMost));
  }
}
