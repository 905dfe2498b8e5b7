package app.tiktoktoe.cloud;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;

/**
 * One request, as an adapter hands it to {@link Instance#serve}. {@link #run} is called on the
 * request's thread; {@link #late} and {@link #write} may be called on another one meanwhile.
 *
 * @param <A> what is answered
 */
public interface Work<A> {
  /** What the log calls it: a method, a path or a topic. */
  String name();

  /** Whether it is called for by a message, not by a client that waits for the answer. */
  boolean isMessage();

  /**
   * Does all of it but the answer. The thread is interrupted when nobody waits for the answer any
   * more.
   *
   * @throws Exception only for what the adapter itself did not foresee
   */
  A run() throws Exception;

  /** What is answered in place of work that is not done in time. */
  A late();

  /** What is answered by an instance that is about to end. */
  A stopping();

  /** The status that goes with {@code answer}. */
  int status(A answer);

  /** Adds what the request's log line says beside status, time and cost. */
  void describe(A answer, ObjectNode line);

  /** Writes status, headers and body. Called once. */
  void write(A answer, HttpResponse response) throws IOException;
}
