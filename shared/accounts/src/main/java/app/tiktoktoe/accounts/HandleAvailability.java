package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Handle;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Whether a handle of this service may be had, and which ones like it may. Thread-safe. */
public final class HandleAvailability {
  private static final int SUGGESTIONS = 3;
  private static final int TRIES = 6;
  private static final int NUMBERS = 10_000;
  private static final int STEM_CHARS = 14;

  private final HandlePolicy policy;
  private final List<String> domains;
  private final Accounts accounts;
  private final RandomGenerator random;

  /** Of handles below {@code domains}, each with a leading dot. */
  public HandleAvailability(List<String> domains, Accounts accounts, RandomGenerator random) {
    this.policy = new HandlePolicy(domains);
    this.domains = List.copyOf(domains);
    this.accounts = accounts;
    this.random = random;
  }

  /** For one document read. It may be gone in the next moment. */
  public boolean isFree(Handle handle) {
    return policy.check(handle).isEmpty() && !accounts.isClaimed(handle);
  }

  /** At most three handles like {@code handle} that are free, for at most six documents read. */
  public List<Handle> like(Handle handle) {
    Set<Handle> found = new LinkedHashSet<>();
    String stem = stem(handle);
    for (int attempt = 0; attempt < TRIES && found.size() < SUGGESTIONS; attempt++) {
      Handle candidate = Handle.parse(stem + random.nextInt(NUMBERS) + domains.getFirst());
      if (isFree(candidate)) {
        found.add(candidate);
      }
    }
    return List.copyOf(found);
  }

  /** The first label, with room for a number; never an encoded one. */
  private static String stem(Handle handle) {
    String label = handle.value().split("\\.", 2)[0].toLowerCase(Locale.ROOT);
    String stem = label.startsWith("xn--") ? "user" : label;
    return stem.substring(0, Math.min(STEM_CHARS, stem.length()));
  }
}
