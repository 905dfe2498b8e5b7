package app.tiktoktoe.outbound;

import java.util.Optional;

/** What came of a request. */
public sealed interface Fetched {
  /**
   * The server answered, with any status.
   *
   * @param mediaType in lower case, without parameters
   */
  @SuppressWarnings("ArrayRecordComponent") // A body is a body: nobody compares answers.
  record Answer(int status, Optional<String> mediaType, byte[] body) implements Fetched {}

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
   */
  record Unreachable(String why) implements Fetched {}
}
