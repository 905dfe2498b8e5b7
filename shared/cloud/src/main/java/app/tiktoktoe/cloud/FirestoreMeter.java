package app.tiktoktoe.cloud;

import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.BatchWriteRequest;
import com.google.firestore.v1.BatchWriteResponse;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.ListDocumentsResponse;
import com.google.firestore.v1.RunAggregationQueryRequest;
import com.google.firestore.v1.RunAggregationQueryResponse;
import com.google.firestore.v1.RunQueryResponse;
import com.google.firestore.v1.StructuredAggregationQuery.Aggregation;
import com.google.firestore.v1.Value;
import com.google.firestore.v1.Write;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the documents that each Firestore call costs, as Firestore bills them: a found, missing or
 * queried document is one read, an empty query one read, an aggregation one read per 1,000 index
 * entries; writes and deletes count when they succeed; every attempt of a retry counts. How many
 * entries an aggregation has is known of one that counts them; another is one read. Stateless.
 *
 * <p>The cost goes to the {@link Usage} that is current when the call starts, and the call is a
 * step of the {@link Trace} that is.
 */
public final class FirestoreMeter implements ClientInterceptor {
  private static final int INDEX_ENTRIES_PER_READ = 1000;
  private static final Value NONE = Value.getDefaultInstance();
  private static final Map<String, Object> RPC =
      Map.of("rpc.system", "grpc", "db.system.name", "gcp.firestore");

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new MeteredCall<>(
        next.newCall(method, options), Usage.current(), method.getFullMethodName());
  }

  private static final class MeteredCall<Q, R> extends SimpleForwardingClientCall<Q, R> {
    private final Usage usage;
    private final String name;
    private final List<Write> writes = new ArrayList<>();
    private final List<String> counts = new ArrayList<>();

    MeteredCall(ClientCall<Q, R> call, Usage usage, String name) {
      super(call);
      this.usage = usage;
      this.name = name;
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      Trace.Step step = Trace.begin(name, Span.Kind.CLIENT, RPC);
      super.start(new MeteredListener<>(listener, usage, writes, counts, step), headers);
    }

    @Override
    public void sendMessage(Q message) {
      switch (message) {
        case CommitRequest commit -> writes.addAll(commit.getWritesList());
        case BatchWriteRequest batch -> writes.addAll(batch.getWritesList());
        case RunAggregationQueryRequest query ->
            query.getStructuredAggregationQuery().getAggregationsList().stream()
                .filter(Aggregation::hasCount)
                .map(Aggregation::getAlias)
                .forEach(counts::add);
        default -> {}
      }
      super.sendMessage(message);
    }
  }

  private static final class MeteredListener<R> extends SimpleForwardingClientCallListener<R> {
    private final Usage usage;
    private final List<Write> writes;
    private final List<String> counts;
    private final Trace.Step step;
    private boolean found;
    private boolean query;
    private @Nullable BatchWriteResponse batch;

    MeteredListener(
        ClientCall.Listener<R> listener,
        Usage usage,
        List<Write> writes,
        List<String> counts,
        Trace.Step step) {
      super(listener);
      this.step = step;
      this.usage = usage;
      this.writes = writes;
      this.counts = counts;
    }

    @Override
    public void onMessage(R message) {
      switch (message) {
        case BatchGetDocumentsResponse get when get.hasFound() || get.hasMissing() -> usage.read(1);
        case Document document -> usage.read(1);
        case RunQueryResponse result -> queried(result);
        case ListDocumentsResponse list -> usage.read(Math.max(1, list.getDocumentsCount()));
        case RunAggregationQueryResponse result when result.hasResult() -> aggregated(result);
        case BatchWriteResponse response -> batch = response;
        default -> {}
      }
      super.onMessage(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      countEmptyQuery();
      if (status.isOk()) {
        countWrites();
      }
      step.end(!status.isOk());
      super.onClose(status, trailers);
    }

    /** The client may take the last message for the end, and not wait for the call to close. */
    private void queried(RunQueryResponse result) {
      query = true;
      if (result.hasDocument()) {
        found = true;
        usage.read(1);
      } else if (result.getDone()) {
        countEmptyQuery();
      }
      if (result.getDone()) {
        step.end(false);
      }
    }

    private void countEmptyQuery() {
      if (query && !found) {
        found = true;
        usage.read(1);
      }
    }

    private void aggregated(RunAggregationQueryResponse result) {
      Map<String, Value> values = result.getResult().getAggregateFieldsMap();
      long entries =
          counts.stream()
              .mapToLong(alias -> values.getOrDefault(alias, NONE).getIntegerValue())
              .max()
              .orElse(0);
      usage.read(Math.max(1, Math.ceilDiv(entries, INDEX_ENTRIES_PER_READ)));
    }

    private void countWrites() {
      for (int i = 0; i < writes.size(); i++) {
        if (batch != null && batch.getStatus(i).getCode() != 0) {
          continue;
        }
        if (writes.get(i).getOperationCase() == Write.OperationCase.DELETE) {
          usage.deleted(1);
        } else {
          usage.written(1);
        }
      }
    }
  }
}
