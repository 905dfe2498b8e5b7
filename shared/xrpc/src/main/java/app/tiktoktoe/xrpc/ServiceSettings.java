package app.tiktoktoe.xrpc;

import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.cloud.Environment;
import app.tiktoktoe.cloud.StructuredLog;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What every HTTP function knows of the service.
 *
 * @param origin the service's public origin, {@code SERVICE_ORIGIN}, without a path
 * @param did the service's own DID, {@code SERVICE_DID}
 * @param handleDomains the domains below which accounts get handles, each with a leading dot,
 *     {@code HANDLE_DOMAINS} separated by commas
 * @param limits whether rates are limited; {@code LIMITS=off} switches them off for benchmarks
 * @param valkey where instances count calls together; without it each counts alone
 * @param checkAnswers whether an answer that its lexicon refuses fails the call, {@code
 *     CHECK_ANSWERS=on}
 */
public record ServiceSettings(
    URI origin,
    Did did,
    List<String> handleDomains,
    boolean limits,
    Optional<ValkeyAddress> valkey,
    boolean checkAnswers) {
  private static final String[] REQUIRED = {"SERVICE_ORIGIN", "SERVICE_DID", "HANDLE_DOMAINS"};

  /** Checks the domains. */
  public ServiceSettings {
    handleDomains = List.copyOf(handleDomains);
    for (String domain : handleDomains) {
      if (!domain.startsWith(".")) {
        throw new IllegalArgumentException("HANDLE_DOMAINS: " + domain + " must begin with a dot");
      }
    }
  }

  /** The variables that {@link #from} needs. */
  public static String[] required() {
    return REQUIRED.clone();
  }

  /** Reads the settings. */
  public static ServiceSettings from(Environment environment) {
    return new ServiceSettings(
        URI.create(environment.text("SERVICE_ORIGIN")),
        Did.parse(environment.text("SERVICE_DID")),
        List.of(environment.text("HANDLE_DOMAINS").split(",")),
        !environment.find("LIMITS").equals(Optional.of("off")),
        ValkeyAddress.from(environment),
        environment.find("CHECK_ANSWERS").equals(Optional.of("on")));
  }

  /**
   * The limits of calls per client address, 3,000 in 5 minutes and those of single paths.
   *
   * @param log told when the calls of other instances are not known
   */
  public AddressLimit addressLimit(InstantSource clock, StructuredLog log) {
    if (!limits) {
      return AddressLimit.none();
    }
    Counts own = new InstanceCounts(clock);
    return AddressLimit.of(
        valkey
            .<Counts>map(
                address -> new ValkeyCounts(address, ValkeyCounts.DEADLINE, own, log, clock))
            .orElse(own),
        clock);
  }
}
