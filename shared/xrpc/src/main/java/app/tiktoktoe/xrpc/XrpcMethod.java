package app.tiktoktoe.xrpc;

/** One method of the service. Implementations are thread-safe and named after their NSID. */
@FunctionalInterface
public interface XrpcMethod {
  /**
   * Answers one call whose parameters, input and session were checked as the method's lexicon and
   * {@link Auth} level say.
   *
   * @throws RefusalException for a refusal that is found deep in a call
   * @throws RuntimeException for a bug or an outage
   */
  Reply call(Call call);
}
