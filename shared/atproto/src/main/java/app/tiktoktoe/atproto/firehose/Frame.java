package app.tiktoktoe.atproto.firehose;

import app.tiktoktoe.atproto.cbor.InvalidDataException;
import org.jspecify.annotations.Nullable;

/**
 * One binary message of the stream: a DAG-CBOR header and a DAG-CBOR payload.
 *
 * @see <a href="https://atproto.com/specs/event-stream#framing">Framing</a>
 */
public sealed interface Frame {
  /** The most bytes of a frame. */
  int MAX_BYTES = 5_000_000;

  /**
   * An event at its place in the stream.
   *
   * @param seq 1 to 2^53 - 1, ascending in the stream, with gaps
   */
  record Sequenced(long seq, Event event) implements Frame {
    private static final long MAX_SEQ = (1L << 53) - 1;

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException out of range
     */
    public Sequenced {
      if (seq < 1 || seq > MAX_SEQ) {
        throw new IllegalArgumentException("A sequence number out of range: " + seq);
      }
    }
  }

  /**
   * {@code #info}: a remark outside the sequence.
   *
   * @param name {@link #OUTDATED_CURSOR}
   */
  record Info(String name, @Nullable String message) implements Frame {
    /** Events between the cursor and the oldest one kept were missed. */
    public static final String OUTDATED_CURSOR = "OutdatedCursor";
  }

  /**
   * An error, after which the connection is closed.
   *
   * @param error {@link #FUTURE_CURSOR} or {@link #CONSUMER_TOO_SLOW}
   */
  record Failure(String error, @Nullable String message) implements Frame {
    /** The cursor is above every number given so far. */
    public static final String FUTURE_CURSOR = "FutureCursor";

    /** The consumer left too much unread. */
    public static final String CONSUMER_TOO_SLOW = "ConsumerTooSlow";
  }

  /** The message. */
  default byte[] encode() {
    return new FrameWriter().write(this);
  }

  /**
   * Reads a message; fields that are not known are passed over.
   *
   * @throws InvalidDataException if it is malformed or of a kind that is not known, or a field is
   *     missing; {@code prev} of an operation is required
   */
  static Frame decode(byte[] frame) {
    return new FrameReader(frame).read();
  }
}
