package app.tiktoktoe.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Remembers what was found for a few seconds, the most recently used first. Thread-safe. */
final class ShortMemory<K, V> {
  private final int capacity;
  private final Duration kept;
  private final InstantSource clock;
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  ShortMemory(int capacity, Duration kept, InstantSource clock) {
    this.capacity = capacity;
    this.kept = kept;
    this.clock = clock;
  }

  /**
   * What {@code lookup} finds, now or within the time kept. What is not there is not remembered.
   */
  Optional<V> find(K key, Function<K, Optional<V>> lookup) {
    Optional<V> known = recall(key);
    if (known.isPresent()) {
      return known;
    }
    Optional<V> found = lookup.apply(key);
    found.ifPresent(value -> remember(key, value));
    return found;
  }

  /** Forgets a key; gives what was remembered, however long ago. */
  synchronized Optional<V> forget(K key) {
    return Optional.ofNullable(entries.remove(key)).map(Entry::value);
  }

  /** Remembers {@code key} from now on; false when it is remembered already. */
  synchronized boolean addIfAbsent(K key, V value) {
    if (recall(key).isPresent()) {
      return false;
    }
    remember(key, value);
    return true;
  }

  private synchronized Optional<V> recall(K key) {
    @Nullable Entry<V> entry = entries.get(key);
    return entry != null && clock.instant().isBefore(entry.until())
        ? Optional.of(entry.value())
        : Optional.empty();
  }

  private synchronized void remember(K key, V value) {
    entries.put(key, new Entry<>(value, clock.instant().plus(kept)));
    if (entries.size() > capacity) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  private record Entry<V>(V value, Instant until) {}
}
