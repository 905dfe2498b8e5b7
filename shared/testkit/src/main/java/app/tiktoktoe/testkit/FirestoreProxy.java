package app.tiktoktoe.testkit;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.HandlerRegistry;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a Firestore emulator and shows each request to an observer, whichever client sends
 * it. gRPC only. Ends with the JVM.
 */
final class FirestoreProxy {
  private final Server server;

  private FirestoreProxy(Server server) {
    this.server = server;
  }

  /**
   * Starts on a free port.
   *
   * @param observer takes a method's full name and the request, before it is sent on
   */
  static FirestoreProxy start(String emulator, BiConsumer<String, byte[]> observer) {
    Channel channel =
        ManagedChannelBuilder.forTarget(emulator)
            .usePlaintext()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
    try {
      return new FirestoreProxy(
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .maxInboundMessageSize(Integer.MAX_VALUE)
              .fallbackHandlerRegistry(new AllMethods(channel, observer))
              .build()
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String hostPort() {
    return "127.0.0.1:" + server.getPort();
  }

  private static final class AllMethods extends HandlerRegistry {
    private final Channel channel;
    private final BiConsumer<String, byte[]> observer;

    AllMethods(Channel channel, BiConsumer<String, byte[]> observer) {
      this.channel = channel;
      this.observer = observer;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
      MethodDescriptor<byte[], byte[]> method =
          MethodDescriptor.newBuilder(new Bytes(), new Bytes())
              .setFullMethodName(name)
              .setType(MethodType.UNKNOWN)
              .build();
      ServerCallHandler<byte[], byte[]> handler =
          (call, headers) -> {
            ClientCall<byte[], byte[]> onward = channel.newCall(method, CallOptions.DEFAULT);
            Forwarding forwarding = new Forwarding(call, onward, observer);
            onward.start(forwarding.answers, headers);
            call.request(1);
            onward.request(1);
            return forwarding.requests;
          };
      return ServerMethodDefinition.create(method, handler);
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** One call: a message is asked for on one side when the other side can take it. */
  private static final class Forwarding {
    private final ServerCall<byte[], byte[]> call;
    private final ClientCall<byte[], byte[]> onward;
    private final BiConsumer<String, byte[]> observer;
    final Requests requests = new Requests();
    final Answers answers = new Answers();
    private boolean requestOwed;
    private boolean answerOwed;

    Forwarding(
        ServerCall<byte[], byte[]> call,
        ClientCall<byte[], byte[]> onward,
        BiConsumer<String, byte[]> observer) {
      this.call = call;
      this.onward = onward;
      this.observer = observer;
    }

    private synchronized void nextRequest() {
      requestOwed = !onward.isReady();
      if (!requestOwed) {
        call.request(1);
      }
    }

    private synchronized void nextAnswer() {
      answerOwed = !call.isReady();
      if (!answerOwed) {
        onward.request(1);
      }
    }

    private synchronized boolean owed(boolean request) {
      return request ? requestOwed : answerOwed;
    }

    private final class Requests extends ServerCall.Listener<byte[]> {
      @Override
      public void onMessage(byte[] message) {
        observer.accept(call.getMethodDescriptor().getFullMethodName(), message);
        onward.sendMessage(message);
        nextRequest();
      }

      @Override
      public void onHalfClose() {
        onward.halfClose();
      }

      @Override
      public void onCancel() {
        onward.cancel("the caller is gone", null);
      }

      @Override
      public void onReady() {
        if (owed(false)) {
          nextAnswer();
        }
      }
    }

    private final class Answers extends ClientCall.Listener<byte[]> {
      @Override
      public void onHeaders(Metadata headers) {
        call.sendHeaders(headers);
      }

      @Override
      public void onMessage(byte[] message) {
        call.sendMessage(message);
        nextAnswer();
      }

      @Override
      public void onClose(io.grpc.Status status, Metadata trailers) {
        call.close(status, trailers);
      }

      @Override
      public void onReady() {
        if (owed(true)) {
          nextRequest();
        }
      }
    }
  }
}
