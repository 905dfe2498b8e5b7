package app.tiktoktoe.cloud;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Spans as an OTLP {@code ExportTraceServiceRequest} in protobuf. Stateless.
 *
 * @see <a href="https://github.com/open-telemetry/opentelemetry-proto">the message definitions</a>
 */
final class OtlpEncoding {
  private static final int STATUS_ERROR = 2;

  private OtlpEncoding() {}

  static byte[] of(Map<String, Object> resource, List<Span> spans) {
    return message(
        request ->
            request.writeByteArray(
                1,
                message(
                    resourceSpans -> {
                      resourceSpans.writeByteArray(1, message(r -> attributes(r, 1, resource)));
                      resourceSpans.writeByteArray(2, message(scope -> scopeSpans(scope, spans)));
                    })));
  }

  private static void scopeSpans(CodedOutputStream out, List<Span> spans) throws IOException {
    out.writeByteArray(1, message(scope -> scope.writeString(1, "app.tiktoktoe")));
    for (Span span : spans) {
      out.writeByteArray(2, message(fields -> span(fields, span)));
    }
  }

  private static void span(CodedOutputStream out, Span span) throws IOException {
    HexFormat hex = HexFormat.of();
    out.writeByteArray(1, hex.parseHex(span.traceId()));
    out.writeByteArray(2, hex.parseHex(span.spanId()));
    if (span.parentSpanId() != null) {
      out.writeByteArray(4, hex.parseHex(span.parentSpanId()));
    }
    out.writeString(5, span.name());
    out.writeEnum(6, span.kind().number());
    out.writeFixed64(7, span.startNanos());
    out.writeFixed64(8, span.endNanos());
    attributes(out, 9, span.attributes());
    if (span.failed()) {
      out.writeByteArray(15, message(status -> status.writeEnum(3, STATUS_ERROR)));
    }
  }

  private static void attributes(CodedOutputStream out, int field, Map<String, Object> attributes)
      throws IOException {
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      out.writeByteArray(
          field,
          message(
              pair -> {
                pair.writeString(1, attribute.getKey());
                pair.writeByteArray(2, message(any -> value(any, attribute.getValue())));
              }));
    }
  }

  private static void value(CodedOutputStream out, Object value) throws IOException {
    switch (value) {
      case Number number -> out.writeInt64(3, number.longValue());
      case Boolean yes -> out.writeBool(2, yes);
      default -> out.writeString(1, value.toString());
    }
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes the fields of one message. */
  @FunctionalInterface
  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }
}
