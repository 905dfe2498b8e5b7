package app.tiktoktoe.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every time that was measured with one number of cores, and their table. */
final class Results {
  private final Map<String, Map<Packaging, List<Duration>>> byFunction = new LinkedHashMap<>();

  void add(Start start, Duration taken) {
    byFunction
        .computeIfAbsent(start.function(), name -> new EnumMap<>(Packaging.class))
        .computeIfAbsent(start.packaging(), packaging -> new ArrayList<>())
        .add(taken);
  }

  /**
   * A Markdown table: the median in milliseconds and, in brackets, how many times {@code reference}
   * in source packaging that is.
   *
   * @throws IllegalStateException when {@code reference} was not measured
   */
  String table(String reference) {
    double unit = median(reference, Packaging.SOURCE);
    StringBuilder table = new StringBuilder("| function |");
    for (Packaging packaging : Packaging.values()) {
      table.append(' ').append(packaging.title()).append(" |");
    }
    table.append("\n| --- |").append(" ---: |".repeat(Packaging.values().length)).append('\n');
    for (Map.Entry<String, Map<Packaging, List<Duration>>> row : byFunction.entrySet()) {
      table.append("| ").append(row.getKey()).append(" |");
      for (Packaging packaging : Packaging.values()) {
        table.append(' ');
        if (row.getValue().containsKey(packaging)) {
          double millis = median(row.getKey(), packaging);
          table.append(String.format(Locale.ROOT, "%.0f (%.2f)", millis, millis / unit));
        }
        table.append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  /** In milliseconds. */
  double median(String function, Packaging packaging) {
    List<Duration> times = byFunction.getOrDefault(function, Map.of()).get(packaging);
    if (times == null) {
      throw new IllegalStateException("Not measured: " + function + ", " + packaging.title());
    }
    List<Duration> sorted = times.stream().sorted().toList();
    int half = sorted.size() / 2;
    Duration middle =
        sorted.size() % 2 == 1
            ? sorted.get(half)
            : sorted.get(half - 1).plus(sorted.get(half)).dividedBy(2);
    return middle.toNanos() / 1e6;
  }
}
