package app.tiktoktoe.testkit;

import com.google.firestore.v1.BatchWriteRequest;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.CreateDocumentRequest;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.DocumentTransform.FieldTransform;
import com.google.firestore.v1.ListenRequest;
import com.google.firestore.v1.RunAggregationQueryRequest;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.StructuredAggregationQuery.Aggregation;
import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.UpdateDocumentRequest;
import com.google.firestore.v1.Value;
import com.google.firestore.v1.Write;
import com.google.firestore.v1.WriteRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.NullValue;
import com.google.protobuf.util.JsonFormat;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What a request to Firestore says about indexes, without its values, as one line of JSON each:
 * {@code {"query": <StructuredQuery>, "aggregated": ["field"]}} and {@code {"collection": "posts",
 * "field": "expireAt", "kind": "timestamp"}}, whose field is that of the top level. A request that
 * is not understood is {@code {"unknown": "<method>"}}.
 */
final class FirestoreShapes {
  private static final String SERVICE = "google.firestore.v1.Firestore/";
  private static final Set<String> WITHOUT_INDEX =
      Set.of(
          "BatchGetDocuments",
          "BeginTransaction",
          "DeleteDocument",
          "GetDocument",
          "ListCollectionIds",
          "ListDocuments",
          "Rollback");
  private static final Pattern TID = Pattern.compile("[2-7a-j][2-7a-z]{12}");
  private static final Value NOTHING =
      Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();

  private FirestoreShapes() {}

  /** The lines of one request. */
  static void of(String method, byte[] request, Consumer<String> lines) {
    try {
      read(method.replace(SERVICE, ""), request, lines);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(method, e);
    }
  }

  private static void read(String method, byte[] request, Consumer<String> lines)
      throws InvalidProtocolBufferException {
    switch (method) {
      case "RunQuery" -> query(RunQueryRequest.parseFrom(request).getStructuredQuery(), "", lines);
      case "RunAggregationQuery" ->
          aggregation(RunAggregationQueryRequest.parseFrom(request), lines);
      case "Listen" -> listen(ListenRequest.parseFrom(request), lines);
      case "Commit" ->
          CommitRequest.parseFrom(request).getWritesList().forEach(write -> write(write, lines));
      case "BatchWrite" ->
          BatchWriteRequest.parseFrom(request)
              .getWritesList()
              .forEach(write -> write(write, lines));
      case "Write" ->
          WriteRequest.parseFrom(request).getWritesList().forEach(write -> write(write, lines));
      case "CreateDocument" -> {
        CreateDocumentRequest create = CreateDocumentRequest.parseFrom(request);
        fields(create.getCollectionId(), create.getDocument(), lines);
      }
      case "UpdateDocument" -> {
        Document document = UpdateDocumentRequest.parseFrom(request).getDocument();
        fields(collection(document.getName()), document, lines);
      }
      default -> {
        if (!WITHOUT_INDEX.contains(method)) {
          lines.accept("{\"unknown\":\"" + method + "\"}");
        }
      }
    }
  }

  private static void listen(ListenRequest listen, Consumer<String> lines)
      throws InvalidProtocolBufferException {
    if (listen.hasAddTarget() && listen.getAddTarget().hasQuery()) {
      query(listen.getAddTarget().getQuery().getStructuredQuery(), "", lines);
    }
  }

  private static void aggregation(RunAggregationQueryRequest request, Consumer<String> lines)
      throws InvalidProtocolBufferException {
    StringBuilder aggregated = new StringBuilder();
    for (Aggregation part : request.getStructuredAggregationQuery().getAggregationsList()) {
      String field =
          part.hasSum()
              ? part.getSum().getField().getFieldPath()
              : part.getAvg().getField().getFieldPath();
      if (!field.isEmpty()) {
        aggregated.append(aggregated.isEmpty() ? "\"" : ",\"").append(field).append('"');
      }
    }
    query(
        request.getStructuredAggregationQuery().getStructuredQuery(), aggregated.toString(), lines);
  }

  private static void query(StructuredQuery query, String aggregated, Consumer<String> lines)
      throws InvalidProtocolBufferException {
    StructuredQuery.Builder shape =
        query.toBuilder().clearSelect().clearStartAt().clearEndAt().clearLimit().clearOffset();
    if (shape.hasWhere()) {
      withoutValues(shape.getWhereBuilder());
    }
    String json = JsonFormat.printer().omittingInsignificantWhitespace().print(shape);
    lines.accept("{\"query\":%s,\"aggregated\":[%s]}".formatted(json, aggregated));
  }

  private static void withoutValues(StructuredQuery.Filter.Builder filter) {
    if (filter.hasFieldFilter()) {
      filter.getFieldFilterBuilder().setValue(NOTHING);
    } else if (filter.hasCompositeFilter()) {
      filter
          .getCompositeFilterBuilder()
          .getFiltersBuilderList()
          .forEach(FirestoreShapes::withoutValues);
    }
  }

  private static void write(Write write, Consumer<String> lines) {
    if (write.hasUpdate()) {
      String collection = collection(write.getUpdate().getName());
      fields(collection, write.getUpdate(), lines);
      write
          .getUpdateTransformsList()
          .forEach(part -> field(collection, part.getFieldPath(), kind(part), lines));
    }
  }

  private static void fields(String collection, Document document, Consumer<String> lines) {
    document.getFieldsMap().forEach((field, value) -> field(collection, field, kind(value), lines));
  }

  private static void field(String collection, String path, String kind, Consumer<String> lines) {
    int dot = path.indexOf('.');
    boolean nested = dot > 0 && !path.startsWith("`");
    lines.accept(
        "{\"collection\":\"%s\",\"field\":\"%s\",\"kind\":\"%s\"}"
            .formatted(collection, nested ? path.substring(0, dot) : path, nested ? "map" : kind));
  }

  private static String kind(FieldTransform transform) {
    return switch (transform.getTransformTypeCase()) {
      case APPEND_MISSING_ELEMENTS, REMOVE_ALL_FROM_ARRAY -> "array";
      case SET_TO_SERVER_VALUE -> "timestamp";
      case INCREMENT, MAXIMUM, MINIMUM -> "number";
      case TRANSFORMTYPE_NOT_SET -> "nothing";
    };
  }

  private static String kind(Value value) {
    return switch (value.getValueTypeCase()) {
      case STRING_VALUE -> TID.matcher(value.getStringValue()).matches() ? "tid" : "text";
      case INTEGER_VALUE, DOUBLE_VALUE -> "number";
      default -> value.getValueTypeCase().name().replace("_VALUE", "").toLowerCase(Locale.ROOT);
    };
  }

  /** The id of the collection that a document lies in. */
  private static String collection(String document) {
    String[] parts = document.split("/", -1);
    return parts[parts.length - 2];
  }
}
