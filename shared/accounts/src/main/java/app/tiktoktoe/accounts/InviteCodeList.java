package app.tiktoktoe.accounts;

import app.tiktoktoe.cloud.Await;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All codes, a page at a time. Thread-safe. */
public final class InviteCodeList {
  private static final String SEPARATOR = "::";

  private final Firestore firestore;

  /** On {@code firestore}. */
  public InviteCodeList(Firestore firestore) {
    this.firestore = firestore;
  }

  /** In which order, and how a cursor names its place. */
  public enum Order {
    /** Newest first. */
    RECENT("createdAt"),
    /** Most used first. */
    USAGE(InviteCode.USE_COUNT);

    private final String field;

    Order(String field) {
      this.field = field;
    }

    private String place(InviteCode code) {
      return this == RECENT
          ? Long.toString(code.createdAt().toEpochMilli())
          : Integer.toString(code.uses().size());
    }

    private Object value(String place) {
      long number = Long.parseLong(place);
      return this == RECENT ? Documents.timestamp(Instant.ofEpochMilli(number)) : number;
    }
  }

  /**
   * Some codes.
   *
   * @param cursor of the next page; empty after the last
   */
  public record Page(List<InviteCode> codes, Optional<String> cursor) {
    /** Copies the list. */
    public Page {
      codes = List.copyOf(codes);
    }
  }

  /**
   * At most {@code limit} codes; a read each.
   *
   * @throws IllegalArgumentException for a cursor that is none
   */
  public Page page(Order order, int limit, Optional<String> cursor) {
    Query query =
        firestore
            .collection("inviteCodes")
            .orderBy(order.field, Query.Direction.DESCENDING)
            .orderBy(FieldPath.documentId(), Query.Direction.DESCENDING)
            .limit(limit);
    Query from = cursor.map(place -> after(query, order, place)).orElse(query);
    List<InviteCode> codes =
        Await.result(from.get()).getDocuments().stream().map(InviteCode::read).toList();
    return new Page(
        codes,
        codes.size() < limit
            ? Optional.empty()
            : Optional.of(order.place(codes.getLast()) + SEPARATOR + codes.getLast().code()));
  }

  private static Query after(Query query, Order order, String cursor) {
    int end = cursor.indexOf(SEPARATOR);
    if (end < 0 || end + SEPARATOR.length() == cursor.length() || cursor.contains("/")) {
      throw new IllegalArgumentException("not a cursor");
    }
    try {
      return query.startAfter(
          order.value(cursor.substring(0, end)), cursor.substring(end + SEPARATOR.length()));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a cursor", e);
    }
  }
}
