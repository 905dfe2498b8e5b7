package app.tiktoktoe.outbound;

import app.tiktoktoe.cloud.Environment;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;

/**
 * Asks https URLs that strangers name, without reaching anything that they could not reach
 * themselves. A host is looked up once; when any of its addresses is not public, it is not asked,
 * and the connection goes to exactly the addresses that were checked, with the certificate of the
 * name. Hosts are names, never addresses, and the port is 443. No proxy, cookie or retry, and no
 * credential but in a header that the request names. Thread-safe.
 *
 * <p>A laptop and tests name hosts that are reached elsewhere, without these rules.
 */
public final class GuardedHttp {
  private static final String NAMED_HOSTS = "OUTBOUND_EMULATOR_HOST";
  private static final int HTTPS_PORT = 443;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Pattern HOST_NAME =
      Pattern.compile("([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]([a-z0-9-]*[a-z0-9])?");

  private final HostLookup lookup;
  private final Map<String, URI> named;
  private final Exchange exchange;

  /**
   * Asks the world.
   *
   * @param named for a laptop and tests: hosts, and the origin at which each is reached instead
   */
  public GuardedHttp(Map<String, URI> named) {
    this(HostLookup.system(), named, new Exchange(SSLConnectionSocketFactory::getSocketFactory));
  }

  GuardedHttp(HostLookup lookup, Map<String, URI> named, Exchange exchange) {
    this.lookup = lookup;
    this.named = Map.copyOf(named);
    this.exchange = exchange;
  }

  /**
   * Asks the world, except for the hosts in {@code OUTBOUND_EMULATOR_HOST}: {@code
   * other.test=http://localhost:9000}, separated by commas. The cloud refuses to start with it.
   */
  public static GuardedHttp from(Environment environment) {
    Map<String, URI> named = new HashMap<>();
    environment
        .find(NAMED_HOSTS)
        .ifPresent(
            list -> {
              for (String entry : list.split(",")) {
                String[] parts = entry.strip().split("=", 2);
                if (parts.length != 2) {
                  throw new IllegalArgumentException(NAMED_HOSTS + ": " + entry);
                }
                named.put(parts[0], URI.create(parts[1]));
              }
            });
    return new GuardedHttp(named);
  }

  /** Gets {@code url} within {@code limits}. */
  public Fetched get(URI url, Limits limits) {
    return send(OutboundRequest.get(url), limits);
  }

  /**
   * Makes a request within {@code limits}, once.
   *
   * @throws IllegalArgumentException for anything but a GET without headers when the limits allow
   *     redirects: what is sent along is for the host that was named
   */
  public Fetched send(OutboundRequest request, Limits limits) {
    if (limits.maxRedirects() > 0 && !request.mayBeRedirected()) {
      throw new IllegalArgumentException("headers and bodies are not redirected");
    }
    Exchange.Abort abort = new Exchange.Abort();
    FutureTask<Fetched> task = new FutureTask<>(() -> follow(request, limits, abort));
    Thread.ofVirtual().name("outbound").start(task);
    try {
      return task.get(limits.deadline().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new Fetched.Unreachable("no answer within " + limits.deadline(), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Fetched.Unreachable("interrupted", true);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a request failed unexpectedly", e.getCause());
    } finally {
      abort.run();
    }
  }

  private Fetched follow(OutboundRequest request, Limits limits, Exchange.Abort abort) {
    URI url = request.url();
    for (int redirects = 0; ; redirects++) {
      Optional<String> fault = fault(url);
      if (fault.isPresent()) {
        return new Fetched.Refused(fault.get());
      }
      Exchange.Result result;
      try {
        result = ask(request.at(url), limits, abort);
      } catch (ForbiddenAddressException e) {
        return new Fetched.Refused("the host has an address that is not public");
      } catch (UnknownHostException e) {
        return new Fetched.Unreachable("the host is not known", false);
      } catch (InterruptedIOException e) {
        return new Fetched.Unreachable(e.getClass().getSimpleName(), true);
      } catch (IOException e) {
        return new Fetched.Unreachable(e.getClass().getSimpleName(), false);
      }
      Optional<String> location = result.location().filter(_ -> isRedirect(result));
      if (limits.maxRedirects() == 0 || location.isEmpty()) {
        return result.fetched();
      }
      if (redirects == limits.maxRedirects()) {
        return new Fetched.Refused("too many redirects");
      }
      try {
        url = url.resolve(location.get());
      } catch (IllegalArgumentException e) {
        return new Fetched.Refused("a redirect to no URL");
      }
    }
  }

  private static boolean isRedirect(Exchange.Result result) {
    return result.fetched() instanceof Fetched.Answer(int status, _, _, _)
        && REDIRECTS.contains(status);
  }

  private Optional<String> fault(URI url) {
    String host = host(url);
    if (named.containsKey(host)) {
      return Optional.empty();
    }
    if (!"https".equalsIgnoreCase(url.getScheme())) {
      return Optional.of("not an https URL");
    }
    if (url.getRawUserInfo() != null) {
      return Optional.of("a URL with credentials");
    }
    if (url.getPort() != -1 && url.getPort() != HTTPS_PORT) {
      return Optional.of("a port other than 443");
    }
    return HOST_NAME.matcher(host).matches()
        ? Optional.empty()
        : Optional.of("the host is not a domain name");
  }

  private static String host(URI url) {
    return url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
  }

  private Exchange.Result ask(OutboundRequest request, Limits limits, Exchange.Abort abort)
      throws IOException {
    URI url = request.url();
    String host = host(url);
    URI elsewhere = named.get(host);
    if (elsewhere != null) {
      List<InetAddress> addresses = HostLookup.system().find(elsewhere.getHost());
      return exchange.send(elsewhere, host, pathAndQuery(url), request, addresses, limits, abort);
    }
    List<InetAddress> addresses = new ArrayList<>(lookup.find(host));
    if (addresses.isEmpty() || !addresses.stream().allMatch(PublicAddresses::contain)) {
      throw new ForbiddenAddressException();
    }
    URI origin = URI.create("https://" + host);
    return exchange.send(origin, host, pathAndQuery(url), request, addresses, limits, abort);
  }

  private static String pathAndQuery(URI url) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  /** The guard's own refusal on the way out of a lookup. */
  private static final class ForbiddenAddressException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
