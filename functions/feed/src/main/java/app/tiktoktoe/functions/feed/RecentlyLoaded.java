package app.tiktoktoe.functions.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was loaded for {@link #KEPT}, for all readers of this instance; readers that want the
 * same at the same time wait for one load. What does not exist is not remembered, so that it shows
 * as soon as it does. Thread-safe.
 */
final class RecentlyLoaded<K, V> {
  static final Duration KEPT = Duration.ofSeconds(10);

  private final int capacity;
  private final InstantSource clock;
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>();

  /** Keeps at most {@code capacity} values, and lets the oldest go first. */
  RecentlyLoaded(int capacity, InstantSource clock) {
    this.capacity = capacity;
    this.clock = clock;
  }

  private record Entry<V>(Instant loadedAt, CompletableFuture<Optional<V>> value) {}

  /**
   * Those of {@code keys} that exist, in the given order.
   *
   * @param load finds the values of distinct keys; a key without a value is left out
   */
  Map<K, V> find(Collection<K> keys, Function<Collection<K>, Map<K, V>> load) {
    Map<K, CompletableFuture<Optional<V>>> wanted = new LinkedHashMap<>();
    Map<K, CompletableFuture<Optional<V>>> missing = new LinkedHashMap<>();
    Instant now = clock.instant();
    synchronized (entries) {
      for (K key : new LinkedHashSet<>(keys)) {
        wanted.put(key, entry(key, now, missing).value());
      }
    }
    if (!missing.isEmpty()) {
      load(missing, load);
    }
    Map<K, V> found = new LinkedHashMap<>();
    wanted.forEach((key, value) -> result(value).ifPresent(v -> found.put(key, v)));
    return found;
  }

  private Entry<V> entry(K key, Instant now, Map<K, CompletableFuture<Optional<V>>> missing) {
    @Nullable Entry<V> known = entries.get(key);
    if (known != null && now.isBefore(known.loadedAt().plus(KEPT))) {
      return known;
    }
    Entry<V> fresh = new Entry<>(now, new CompletableFuture<>());
    // Removed first: a key that is only put again keeps its place among the oldest.
    entries.remove(key);
    entries.put(key, fresh);
    missing.put(key, fresh.value());
    if (entries.size() > capacity) {
      entries.remove(entries.keySet().iterator().next());
    }
    return fresh;
  }

  private void load(
      Map<K, CompletableFuture<Optional<V>>> missing, Function<Collection<K>, Map<K, V>> load) {
    try {
      Map<K, V> found = load.apply(List.copyOf(missing.keySet()));
      missing.forEach((key, value) -> settle(key, value, Optional.ofNullable(found.get(key))));
    } catch (RuntimeException | Error e) {
      missing.forEach((key, value) -> fail(key, value, e));
    }
  }

  private void settle(K key, CompletableFuture<Optional<V>> value, Optional<V> found) {
    if (found.isEmpty()) {
      forget(key, value);
    }
    value.complete(found);
  }

  private void fail(K key, CompletableFuture<Optional<V>> value, Throwable fault) {
    forget(key, value);
    value.completeExceptionally(fault);
  }

  private void forget(K key, CompletableFuture<Optional<V>> value) {
    synchronized (entries) {
      @Nullable Entry<V> entry = entries.get(key);
      if (entry != null && entry.value() == value) {
        entries.remove(key);
      }
    }
  }

  private static <V> Optional<V> result(CompletableFuture<Optional<V>> value) {
    try {
      return value.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
