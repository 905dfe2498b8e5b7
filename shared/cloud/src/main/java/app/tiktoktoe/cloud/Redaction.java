package app.tiktoktoe.cloud;

import java.util.regex.Pattern;

/**
 * Takes out of free text what may tell of a person: DIDs, record addresses, e-mail addresses,
 * handles (every host name, as nothing tells them apart), network addresses and tokens. Stateless.
 *
 * <p>What nobody can recognise, such as the words of a post, must not get into a message at all.
 */
final class Redaction {
  private static final Pattern AT_URI = Pattern.compile("at://[^\\s\"'<>,]+");
  private static final Pattern DID =
      Pattern.compile("did(?::|%3[aA])[a-z]+(?::|%3[aA])[A-Za-z0-9._:%-]+");
  private static final Pattern EMAIL = Pattern.compile("[^\\s\"'<>,:;=(]+@[^\\s\"'<>,:;=)]+");
  private static final Pattern TOKEN =
      Pattern.compile("(?i)(?:bearer|dpop|basic)\\s+\\S+|\\beyJ[\\w-]+(?:\\.[\\w-]*)*");
  private static final Pattern KEY = Pattern.compile("\\b(?=[\\w+/-]*[0-9])[\\w+/-]{40,}={0,2}");
  private static final Pattern IPV4 = Pattern.compile("\\b(?:[0-9]{1,3}\\.){3}[0-9]{1,3}\\b");
  private static final Pattern IPV6 =
      Pattern.compile("(?<![\\w:])(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}(?![\\w:])");

  /** Every dotted name but those of Java classes, which end in a capitalised part. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?<![\\w.$/])(?!(?:java|javax|jdk|sun|com|io|org|app)\\.[\\w.$]*\\.[A-Z][\\w$]*)"
              + "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z]{2,}(?![\\w-])");

  private Redaction() {}

  static String of(String text) {
    String clean = AT_URI.matcher(text).replaceAll("<uri>");
    clean = DID.matcher(clean).replaceAll("<did>");
    clean = EMAIL.matcher(clean).replaceAll("<email>");
    clean = TOKEN.matcher(clean).replaceAll("<token>");
    clean = KEY.matcher(clean).replaceAll("<key>");
    clean = IPV4.matcher(clean).replaceAll("<address>");
    clean = IPV6.matcher(clean).replaceAll("<address>");
    return NAME.matcher(clean).replaceAll("<name>");
  }
}
