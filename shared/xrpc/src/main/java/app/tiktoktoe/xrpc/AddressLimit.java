package app.tiktoktoe.xrpc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls per client address: of everything together, and of single paths. The points are those of
 * the official server; it has none for OAuth, nor for sign-ins to many accounts. Thread-safe.
 */
public final class AddressLimit {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final RateLimit GLOBAL = new RateLimit("global", 3000, FIVE_MINUTES);

  /** One count for both doors, so that passwords cannot be tried on many accounts at once. */
  private static final RateLimit SIGN_IN = new RateLimit("signIn", 100, FIVE_MINUTES);

  /** What else is limited per address is counted in Firestore, where it is done. */
  private static final Map<String, List<RateLimit>> PATHS =
      Map.of(
          "/oauth/authorize/consent",
          List.of(new RateLimit("consent", 100, FIVE_MINUTES)),
          "/oauth/authorize/sign-in",
          List.of(SIGN_IN),
          "/oauth/par",
          List.of(new RateLimit("par", 300, FIVE_MINUTES)),
          "/oauth/revoke",
          List.of(new RateLimit("revoke", 300, FIVE_MINUTES)),
          "/oauth/token",
          List.of(new RateLimit("token", 1000, FIVE_MINUTES)),
          "/xrpc/com.atproto.repo.uploadBlob",
          List.of(new RateLimit("uploadBlob", 1000, Duration.ofDays(1))),
          "/xrpc/com.atproto.server.createSession",
          List.of(SIGN_IN),
          "/xrpc/com.atproto.server.createAccount",
          List.of(new RateLimit("createAccount", 100, FIVE_MINUTES)),
          "/xrpc/com.atproto.server.deleteAccount",
          List.of(new RateLimit("deleteAccount", 50, FIVE_MINUTES)));

  private final Counts counts;
  private final List<RateLimit> everywhere;
  private final Map<String, List<RateLimit>> paths;
  private final InstantSource clock;

  /** Limits {@code everywhere} on every call, and {@code paths} besides on calls of theirs. */
  AddressLimit(
      Counts counts,
      List<RateLimit> everywhere,
      Map<String, List<RateLimit>> paths,
      InstantSource clock) {
    this.counts = counts;
    this.everywhere = List.copyOf(everywhere);
    this.paths = Map.copyOf(paths);
    this.clock = clock;
  }

  /** The service's limits. */
  static AddressLimit of(Counts counts, InstantSource clock) {
    return new AddressLimit(counts, List.of(GLOBAL), PATHS, clock);
  }

  /** No limit. */
  public static AddressLimit none() {
    return new AddressLimit((who, limits) -> List.of(), List.of(), Map.of(), () -> Instant.EPOCH);
  }

  /** Counts one call of {@code path}, and gives where the address stands under each limit. */
  List<Standing> count(String address, String path) {
    List<RateLimit> own = paths.getOrDefault(path, List.of());
    if (own.isEmpty() && everywhere.isEmpty()) {
      return List.of();
    }
    List<RateLimit> all = new ArrayList<>(everywhere);
    all.addAll(own);
    return counts.count(address, all);
  }

  /** What a call is told that {@code standing} does not allow. */
  Refusal refusal(Standing standing) {
    return standing.refusal(clock);
  }
}
