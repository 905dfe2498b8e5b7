package app.tiktoktoe.atproto.cbor;

import java.util.Arrays;
import java.util.Comparator;

/** The order of map keys in DAG-CBOR. */
public final class CborKeys {
  /** Orders UTF-8 keys: shorter first, equal lengths byte by byte. */
  public static final Comparator<byte[]> ORDER =
      Comparator.<byte[]>comparingInt(key -> key.length).thenComparing(Arrays::compareUnsigned);

  private CborKeys() {}
}
