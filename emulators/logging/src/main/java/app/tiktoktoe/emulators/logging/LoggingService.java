package app.tiktoktoe.emulators.logging;

import com.google.logging.v2.DeleteLogRequest;
import com.google.logging.v2.ListLogEntriesRequest;
import com.google.logging.v2.ListLogEntriesResponse;
import com.google.logging.v2.LogEntry;
import com.google.logging.v2.LoggingServiceV2Grpc;
import com.google.logging.v2.WriteLogEntriesRequest;
import com.google.logging.v2.WriteLogEntriesResponse;
import com.google.protobuf.Empty;
import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The gRPC methods; what is not overridden answers {@code UNIMPLEMENTED}. */
final class LoggingService extends LoggingServiceV2Grpc.LoggingServiceV2ImplBase {
  private static final int USUAL_PAGE = 50;
  private static final int LARGEST_PAGE = 1000;
  private static final Pattern TOKEN = Pattern.compile("[0-9]{1,9}");
  private static final Comparator<LogEntry> OLDEST_FIRST =
      Comparator.comparing(LogEntry::getTimestamp, Timestamps::compare)
          .thenComparing(LogEntry::getInsertId);

  private final EntryStore store;
  private final EntryDefaults defaults;

  LoggingService(EntryStore store, InstantSource clock) {
    this.store = store;
    this.defaults = new EntryDefaults(clock);
  }

  @Override
  public void writeLogEntries(
      WriteLogEntriesRequest request, StreamObserver<WriteLogEntriesResponse> observer) {
    answer(
        observer,
        () -> {
          if (request.getPartialSuccess()) {
            throw invalid("this emulator does not support partial_success");
          }
          List<LogEntry> entries = defaults.complete(request);
          if (!request.getDryRun()) {
            store.add(entries);
          }
          return WriteLogEntriesResponse.getDefaultInstance();
        });
  }

  @Override
  public void listLogEntries(
      ListLogEntriesRequest request, StreamObserver<ListLogEntriesResponse> observer) {
    answer(observer, () -> list(request));
  }

  @Override
  public void deleteLog(DeleteLogRequest request, StreamObserver<Empty> observer) {
    answer(
        observer,
        () -> {
          EntryDefaults.checkLogName(request.getLogName());
          if (!store.delete(request.getLogName())) {
            throw Status.NOT_FOUND
                .withDescription("Log " + request.getLogName() + " does not exist")
                .asRuntimeException();
          }
          return Empty.getDefaultInstance();
        });
  }

  private ListLogEntriesResponse list(ListLogEntriesRequest request) {
    Predicate<LogEntry> wanted =
        within(request.getResourceNamesList()).and(EntryFilter.parse(request.getFilter()));
    List<LogEntry> found =
        store.all().stream().filter(wanted).sorted(order(request.getOrderBy())).toList();
    int from = Math.min(offset(request.getPageToken()), found.size());
    int to = Math.min(from + pageSize(request.getPageSize()), found.size());
    ListLogEntriesResponse.Builder response =
        ListLogEntriesResponse.newBuilder().addAllEntries(found.subList(from, to));
    if (to < found.size()) {
      response.setNextPageToken(Integer.toString(to));
    }
    return response.build();
  }

  private static Predicate<LogEntry> within(List<String> resourceNames) {
    if (resourceNames.isEmpty()) {
      throw invalid("resource_names must name at least one project");
    }
    for (String name : resourceNames) {
      if (!name.matches("projects/[^/]+")) {
        throw invalid("this emulator's resource_names are projects/P: " + name);
      }
    }
    return entry ->
        resourceNames.stream().anyMatch(name -> entry.getLogName().startsWith(name + "/"));
  }

  private static Comparator<LogEntry> order(String orderBy) {
    return switch (orderBy) {
      case "", "timestamp", "timestamp asc" -> OLDEST_FIRST;
      case "timestamp desc" -> OLDEST_FIRST.reversed();
      default -> throw invalid("order_by must be timestamp asc or timestamp desc: " + orderBy);
    };
  }

  private static int pageSize(int asked) {
    return asked <= 0 ? USUAL_PAGE : Math.min(asked, LARGEST_PAGE);
  }

  private static int offset(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    if (!TOKEN.matcher(token).matches()) {
      throw invalid("page_token is not one of ours: " + token);
    }
    return Integer.parseInt(token);
  }

  private static StatusRuntimeException invalid(String message) {
    return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
  }

  private interface Call<T> {
    T run() throws IOException;
  }

  private static <T> void answer(StreamObserver<T> observer, Call<T> call) {
    T value;
    try {
      value = call.run();
    } catch (StatusRuntimeException refused) {
      observer.onError(refused);
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    observer.onNext(value);
    observer.onCompleted();
  }
}
