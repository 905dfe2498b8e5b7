package app.tiktoktoe.views;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a stored document of version {@link #VERSION}. Immutable.
 *
 * <p>Every method that names a field it requires throws {@link IllegalStateException} when the
 * document lacks it: no release of ours writes such a document.
 */
public final class Fields {
  /** The version that documents are written in. */
  public static final int VERSION = 1;

  /** The name of the field that holds it. */
  public static final String VERSION_FIELD = "version";

  static final long MAX_MICROS = 253_402_300_799_999_999L;

  private final String path;
  private final Map<String, Object> values;

  /**
   * Takes the fields of a document that exists.
   *
   * @throws IllegalStateException when it is of another version
   */
  public Fields(DocumentSnapshot document) {
    this(document.getReference().getPath(), Objects.requireNonNull(document.getData()));
    if (integer(VERSION_FIELD) != VERSION) {
      throw new IllegalStateException("version " + integer(VERSION_FIELD) + " of " + path);
    }
  }

  private Fields(String path, Map<String, Object> values) {
    this.path = path;
    this.values = values;
  }

  /** A required string. */
  public String text(String field) {
    return required(String.class, field);
  }

  /** A string, or null when the document has none. */
  public @Nullable String optionalText(String field) {
    return optional(String.class, field);
  }

  /** A required time. */
  public Instant time(String field) {
    return instant(required(Timestamp.class, field));
  }

  /** A time, or null when the document has none. */
  public @Nullable Instant optionalTime(String field) {
    Timestamp time = optional(Timestamp.class, field);
    return time == null ? null : instant(time);
  }

  /** A number, or 0 when the document has none. */
  public long integer(String field) {
    Long number = optional(Long.class, field);
    return number == null ? 0 : number;
  }

  /** True when the document has the field. */
  public boolean has(String field) {
    return values.containsKey(field);
  }

  /** True when the document says so. */
  public boolean flag(String field) {
    return Boolean.TRUE.equals(values.get(field));
  }

  /** The fields of a map; of an empty one when the document has none. */
  public Fields child(String field) {
    Map<String, Object> child = new TreeMap<>();
    if (values.get(field) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> child.put(String.valueOf(key), value));
    }
    return new Fields(path + "." + field, child);
  }

  /** The entries of a map from strings to strings; empty when the document has none. */
  public Map<String, String> texts(String field) {
    Map<String, String> texts = new TreeMap<>();
    child(field).values.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return texts;
  }

  /** The strings of an array; empty when the document has none. */
  public List<String> textList(String field) {
    return values.get(field) instanceof List<?> list
        ? list.stream().map(String.class::cast).toList()
        : List.of();
  }

  /** The byte strings of an array; empty when the document has none. */
  public List<byte[]> bytesList(String field) {
    return values.get(field) instanceof List<?> list
        ? list.stream().map(value -> ((Blob) value).toBytes()).toList()
        : List.of();
  }

  private <T> T required(Class<T> type, String field) {
    T value = optional(type, field);
    if (value == null) {
      throw new IllegalStateException("no " + field + " in " + path);
    }
    return value;
  }

  private <T> @Nullable T optional(Class<T> type, String field) {
    return type.cast(values.get(field));
  }

  /** The stored form of a time, which is cut to microseconds. */
  public static Timestamp timestamp(Instant time) {
    return Timestamp.ofTimeSecondsAndNanos(time.getEpochSecond(), time.getNano() / 1_000 * 1_000);
  }

  /** The time of a stored one. */
  public static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  static Instant ofMicros(long micros) {
    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
  }
}
