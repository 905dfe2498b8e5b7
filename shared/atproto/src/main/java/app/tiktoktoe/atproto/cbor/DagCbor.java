package app.tiktoktoe.atproto.cbor;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * DAG-CBOR of the AT Protocol from and to JSON trees in the protocol's JSON form: links are {@code
 * {"$link": "b..."}}, byte strings {@code {"$bytes": "<base64>"}}.
 *
 * <p>One value has one encoding: map keys sorted by UTF-8 length and then bytewise, shortest heads,
 * definite lengths. The decoder refuses every other spelling, so that encoding what was decoded
 * gives the same bytes.
 *
 * <p>Integers are those of a {@code long}; beyond ±2^53 other implementations lose digits. A JSON
 * number without a fraction is an integer however it is written ({@code 123.0}); a fraction is
 * refused, because the data model has no floats.
 *
 * @see <a href="https://atproto.com/specs/data-model">the specification</a>
 */
public final class DagCbor {
  /** How deep arrays and objects may nest, the outermost counted. */
  public static final int MAX_NESTING = 32;

  /** The largest encoded record that may enter a repository, in bytes. */
  public static final int MAX_RECORD_BYTES = 1_000_000;

  /** The largest input of {@link #decode}, in bytes: that of a whole event frame. */
  public static final int MAX_INPUT_BYTES = 5_000_000;

  private DagCbor() {}

  /**
   * Encodes one value.
   *
   * @throws InvalidDataException when the value is not in the data model
   */
  public static byte[] encode(JsonNode value) {
    CborWriter writer = new CborWriter();
    new JsonToCbor(writer).write(value, 0);
    return writer.toByteArray();
  }

  /**
   * Decodes one value.
   *
   * @throws InvalidDataException when the bytes are not one value in its only encoding
   */
  public static JsonNode decode(byte[] bytes) {
    if (bytes.length > MAX_INPUT_BYTES) {
      throw new InvalidDataException("More than " + MAX_INPUT_BYTES + " bytes");
    }
    CborReader reader = new CborReader(bytes);
    JsonNode value = read(reader);
    reader.requireEnd();
    return value;
  }

  /**
   * Reads the next value and leaves the reader behind it, for formats that put several in a row.
   *
   * @throws InvalidDataException as {@link #decode}
   */
  public static JsonNode read(CborReader reader) {
    return new CborToJson(reader).read(0);
  }
}
