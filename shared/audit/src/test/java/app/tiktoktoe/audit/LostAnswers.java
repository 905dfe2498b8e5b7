package app.tiktoktoe.audit;

import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
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

/** A Firestore whose commits are made and whose answers to them do not arrive, when it is asked. */
final class LostAnswers implements AutoCloseable {
  private final AtomicInteger toLose = new AtomicInteger();
  private final Firestore firestore;

  LostAnswers(String project) {
    this.firestore =
        FirestoreOptions.newBuilder()
            .setProjectId(project)
            .setCredentials(new FirestoreOptions.EmulatorCredentials())
            .setChannelProvider(
                FirestoreOptions.getDefaultTransportChannelProviderBuilder()
                    .setEndpoint(FirestoreEmulatorExtension.hostPort())
                    .setChannelConfigurator(
                        channel -> channel.usePlaintext().intercept(new Losing()))
                    .build())
            .build()
            .getService();
  }

  Firestore firestore() {
    return firestore;
  }

  void loseNext() {
    toLose.incrementAndGet();
  }

  int toLose() {
    return toLose.get();
  }

  @Override
  public void close() {
    firestore.shutdown();
  }

  private final class Losing implements ClientInterceptor {
    @Override
    public <I, O> ClientCall<I, O> interceptCall(
        MethodDescriptor<I, O> method, CallOptions options, Channel next) {
      ClientCall<I, O> call = next.newCall(method, options);
      boolean isLost =
          method.getFullMethodName().endsWith("/Commit")
              && toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
      return isLost ? new Lost<>(call) : call;
    }
  }

  private static final class Lost<I, O> extends SimpleForwardingClientCall<I, O> {
    Lost(ClientCall<I, O> call) {
      super(call);
    }

    @Override
    public void start(Listener<O> listener, Metadata headers) {
      super.start(
          new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onMessage(O message) {}

            @Override
            public void onClose(Status status, Metadata trailers) {
              super.onClose(Status.UNAVAILABLE, trailers);
            }
          },
          headers);
    }
  }
}
