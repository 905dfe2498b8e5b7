package app.tiktoktoe.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells addresses that anybody could reach from those that mean something inside a network: this
 * host, its neighbours, its cloud's metadata, or a translation to any of them. Stateless.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry/">IANA's IPv4
 *     registry</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry/">IANA's IPv6
 *     registry</a>
 */
final class PublicAddresses {
  private static final List<Block> NOT_PUBLIC_V4 =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "168.63.129.16/32",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3")
          .map(Block::parse)
          .toList();

  /** All that is given to networks; everything else is reserved, local or a translation. */
  private static final Block GLOBAL_V6 = Block.parse("2000::/3");

  private static final List<Block> NOT_PUBLIC_V6 =
      Stream.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20").map(Block::parse).toList();

  private PublicAddresses() {}

  static boolean contain(InetAddress address) {
    return address instanceof Inet4Address
        ? NOT_PUBLIC_V4.stream().noneMatch(block -> block.contains(address))
        : GLOBAL_V6.contains(address)
            && NOT_PUBLIC_V6.stream().noneMatch(block -> block.contains(address));
  }

  /** A range of addresses of one family. */
  private record Block(InetAddress first, int prefixBits) {
    static Block parse(String text) {
      String[] parts = text.split("/", 2);
      return new Block(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
    }

    boolean contains(InetAddress address) {
      byte[] mine = first.getAddress();
      byte[] theirs = address.getAddress();
      if (mine.length != theirs.length) {
        return false;
      }
      for (int bit = 0; bit < prefixBits; bit += Byte.SIZE) {
        int free = Math.max(0, Byte.SIZE - (prefixBits - bit));
        int differing = (mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & 0xff;
        if (differing >>> free != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
