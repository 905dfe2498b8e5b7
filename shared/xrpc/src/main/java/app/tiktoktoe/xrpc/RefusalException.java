package app.tiktoktoe.xrpc;

/** A {@link Refusal} on its way to the adapter, out of nested code that cannot return it. */
public final class RefusalException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Refusal refusal;

  RefusalException(Refusal refusal) {
    super(refusal.error() + ": " + refusal.message(), null, false, false);
    this.refusal = refusal;
  }

  /** What was refused. */
  public Refusal refusal() {
    return refusal;
  }
}
