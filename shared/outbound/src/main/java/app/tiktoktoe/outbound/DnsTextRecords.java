package app.tiktoktoe.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/** Asks name servers by the JDK's own client. Opens nothing between calls. Thread-safe. */
public final class DnsTextRecords implements TextRecords {
  private static final String FACTORY = "com.sun.jndi.dns.DnsContextFactory";
  private static final String TIMEOUT = "com.sun.jndi.dns.timeout.initial";
  private static final String TRIES = "com.sun.jndi.dns.timeout.retries";
  private static final String TXT = "TXT";

  /** What can not be taken for a composite name or anything else that JNDI knows. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)+");

  private final String servers;
  private final Duration timeout;

  /** Asks the name servers of the system, each twice, for {@code timeout} at first. */
  public DnsTextRecords(Duration timeout) {
    this("dns:", timeout);
  }

  /**
   * Asks other servers.
   *
   * @param servers a URL as JNDI has it, for example {@code dns://192.0.2.1:53}
   */
  DnsTextRecords(String servers, Duration timeout) {
    this.servers = servers;
    this.timeout = timeout;
  }

  @Override
  @SuppressWarnings("BanJNDI") // A DNS context gives texts; it makes no objects of what it reads.
  public List<String> find(String name) {
    if (!NAME.matcher(name).matches()) {
      return List.of();
    }
    try {
      DirContext context = new InitialDirContext(environment());
      try {
        // A name that ends in a dot is complete: no search list is applied to it.
        return texts(context.getAttributes(name + ".", new String[] {TXT}).get(TXT));
      } finally {
        context.close();
      }
    } catch (NamingException e) {
      return List.of();
    }
  }

  @SuppressWarnings("JdkObsolete") // The JDK's interface asks for this type.
  private Hashtable<String, String> environment() {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, FACTORY);
    environment.put(Context.PROVIDER_URL, servers);
    environment.put(TIMEOUT, Long.toString(timeout.toMillis()));
    environment.put(TRIES, "2");
    return environment;
  }

  private static List<String> texts(@Nullable Attribute attribute) throws NamingException {
    List<String> texts = new ArrayList<>();
    if (attribute != null) {
      NamingEnumeration<?> values = attribute.getAll();
      while (values.hasMore()) {
        texts.add(unquoted(String.valueOf(values.next())));
      }
    }
    return texts;
  }

  /** The client puts texts with spaces in quotes. */
  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }
}
