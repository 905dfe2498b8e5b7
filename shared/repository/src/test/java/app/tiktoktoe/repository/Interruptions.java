package app.tiktoktoe.repository;

import app.tiktoktoe.testkit.FirestoreEmulatorExtension;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.storage.Storage;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Lets something happen just before the next call of a kind, once each. */
final class Interruptions {
  private record Interruption(String call, Runnable work) {}

  private final Deque<Interruption> planned = new ArrayDeque<>();

  /** Before the next {@code call}: a method of {@link Storage}, or {@code Commit}. */
  void before(String call, Runnable work) {
    planned.add(new Interruption(call, work));
  }

  boolean allHappened() {
    return planned.isEmpty();
  }

  private void happen(String call) {
    Interruption next = planned.peek();
    if (next != null && next.call().equals(call)) {
      planned.remove();
      next.work().run();
    }
  }

  Storage storage(Storage storage) {
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) -> {
              happen(method.getName());
              try {
                return method.invoke(storage, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Another client of the same project; not metered. */
  Firestore firestore(Firestore other) {
    ClientInterceptor interceptor =
        new ClientInterceptor() {
          @Override
          public <Q, A> ClientCall<Q, A> interceptCall(
              MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            @Nullable String name = method.getBareMethodName();
            happen(name == null ? "" : name);
            return next.newCall(method, options);
          }
        };
    return FirestoreOptions.newBuilder()
        .setProjectId(other.getOptions().getProjectId())
        .setCredentials(new FirestoreOptions.EmulatorCredentials())
        .setChannelProvider(
            FirestoreOptions.getDefaultTransportChannelProviderBuilder()
                .setEndpoint(FirestoreEmulatorExtension.hostPort())
                .setChannelConfigurator(channel -> channel.usePlaintext().intercept(interceptor))
                .build())
        .build()
        .getService();
  }
}
