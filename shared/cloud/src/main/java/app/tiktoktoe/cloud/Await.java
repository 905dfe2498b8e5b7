package app.tiktoktoe.cloud;

import com.google.api.core.ApiFuture;
import java.util.concurrent.ExecutionException;

/** Waits for Google's futures and throws what they failed with. Stateless. */
public final class Await {
  private Await() {}

  /**
   * Waits for {@code future}.
   *
   * @throws RuntimeException the future's own failure (an {@code ApiException} from the clients)
   * @throws InterruptedCallException when this thread is interrupted; the interrupt stays set
   */
  public static <T> T result(ApiFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedCallException(e);
    } catch (ExecutionException e) {
      throw unwrap(e);
    }
  }

  private static RuntimeException unwrap(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> {
        cause.addSuppressed(new StackTraceHere(e));
        yield cause;
      }
      case null, default -> new IllegalStateException(e);
    };
  }

  /** The caller's stack: the cause's own one is that of a transport thread. */
  private static final class StackTraceHere extends Exception {
    private static final long serialVersionUID = 1L;

    StackTraceHere(ExecutionException e) {
      super("waited for here", null, false, true);
      setStackTrace(e.getStackTrace());
    }
  }

  /** The thread was told to stop while it waited. */
  public static final class InterruptedCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InterruptedCallException(InterruptedException cause) {
      super(cause);
    }
  }
}
