package app.tiktoktoe.canary;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Who this program is. */
interface Tokens {
  /** A token for the platform's own interfaces. */
  String access() throws IOException;

  /** A token for a service of ours; empty when the credentials cannot make one. */
  Optional<String> identity(URI audience) throws IOException;
}
