package app.tiktoktoe.canary;

import java.net.URI;
import java.util.Optional;

/** Requests that no user made. */
interface Load {
  /**
   * Sends requests one after the other.
   *
   * @param audience who the identity token is for: the service's own address; empty for none
   */
  Answers send(URI address, Optional<URI> audience, int requests) throws InterruptedException;

  /**
   * What came back.
   *
   * @param good answers that the function itself gave and that are no 5xx
   * @param complaint the first other answer, empty when there was none
   */
  record Answers(int requests, int good, String complaint) {}
}
