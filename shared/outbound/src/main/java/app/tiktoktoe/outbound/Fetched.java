package app.tiktoktoe.outbound;

import java.util.Map;
import java.util.Optional;

/** What came of a request. */
public sealed interface Fetched {
  /**
   * The server answered, with any status.
   *
   * @param mediaType in lower case, without parameters
   * @param body as it came, encoded if the request allowed that
   * @param headers by their names in lower case; values of the same name are joined by commas
   */
  @SuppressWarnings("ArrayRecordComponent") // A body is a body: nobody compares answers.
  record Answer(int status, Optional<String> mediaType, byte[] body, Map<String, String> headers)
      implements Fetched {
    /** Copies the headers. */
    public Answer {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * We do not ask that, or do not take the answer.
   *
   * @param why for a developer; names no address inside
   */
  record Refused(String why) implements Fetched {}

  /**
   * No answer, or not in time.
   *
   * @param why for a developer
   * @param late whether the time was over; otherwise there is nobody, or nobody who speaks HTTP
   */
  record Unreachable(String why, boolean late) implements Fetched {}
}
