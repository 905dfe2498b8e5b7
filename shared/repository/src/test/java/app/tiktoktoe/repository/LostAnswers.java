package app.tiktoktoe.repository;

import com.google.firestore.v1.CommitResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/** A network that loses answers to commits which the server has made. */
final class LostAnswers implements ClientInterceptor {
  private final AtomicInteger passing = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();
  private volatile Status instead = Status.OK;

  /** Loses the next {@code count} answers, with {@code status} in their place. */
  void lose(int count, Status status) {
    lose(0, count, status);
  }

  /** The same after so many that are delivered. */
  void lose(int delivered, int count, Status status) {
    instead = status;
    passing.set(delivered);
    left.set(count);
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    ClientCall<Q, R> call = next.newCall(method, options);
    return method.getFullMethodName().endsWith("/Commit") ? new Losing<>(call) : call;
  }

  private final class Losing<Q, R> extends SimpleForwardingClientCall<Q, R> {
    Losing(ClientCall<Q, R> call) {
      super(call);
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      super.start(
          new SimpleForwardingClientCallListener<>(listener) {
            private boolean lost;

            @Override
            public void onMessage(R message) {
              lost =
                  message instanceof CommitResponse
                      && passing.getAndDecrement() <= 0
                      && left.getAndDecrement() > 0;
              if (!lost) {
                super.onMessage(message);
              }
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
              super.onClose(lost ? instead : status, trailers);
            }
          },
          headers);
    }
  }
}
