package app.tiktoktoe.accounts;

import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What lets somebody make an account.
 *
 * @param available how many accounts it makes in all
 * @param forAccount who may give it away: a DID, or {@value #OPERATOR}
 * @param createdBy {@value #OPERATOR}, or the DID of whom it was earned by
 * @param uses latest first
 * @param updateTime of the document that this was read from; the epoch for a new one
 */
public record InviteCode(
    String code,
    int available,
    boolean disabled,
    String forAccount,
    String createdBy,
    Instant createdAt,
    List<Use> uses,
    Timestamp updateTime) {
  /** The owner of codes that the operator gives away. */
  public static final String OPERATOR = "admin";

  static final String USES = "uses";
  static final String USE_COUNT = "useCount";
  static final String DISABLED = "disabled";

  /** Copies the uses. */
  public InviteCode {
    uses = List.copyOf(uses);
  }

  /** An account that it made, or that is being made with it. */
  public record Use(Did usedBy, Instant usedAt) {}

  static InviteCode unused(
      String code,
      int available,
      boolean disabled,
      String forAccount,
      String createdBy,
      Instant now) {
    return new InviteCode(
        code,
        available,
        disabled,
        forAccount,
        createdBy,
        now,
        List.of(),
        Timestamp.ofTimeSecondsAndNanos(0, 0));
  }

  /** Whether it makes no more accounts. */
  public boolean isUsedUp() {
    return uses.size() >= available;
  }

  static InviteCode read(DocumentSnapshot document) {
    Long available = document.getLong("available");
    return new InviteCode(
        document.getId(),
        available == null ? 0 : available.intValue(),
        Boolean.TRUE.equals(document.getBoolean(DISABLED)),
        Documents.text(document, "forAccount"),
        Documents.text(document, "createdBy"),
        Documents.instant(document, "createdAt"),
        uses(document),
        Documents.updateTime(document));
  }

  private static List<Use> uses(DocumentSnapshot document) {
    List<Use> uses = new ArrayList<>();
    if (document.get(USES) instanceof Map<?, ?> stored) {
      stored.forEach(
          (did, at) -> {
            Timestamp time = (Timestamp) at;
            uses.add(
                new Use(
                    Did.parse(String.valueOf(did)),
                    Instant.ofEpochSecond(time.getSeconds(), time.getNanos())));
          });
    }
    uses.sort(Comparator.comparing(Use::usedAt).reversed());
    return uses;
  }

  Map<String, Object> fields() {
    return Map.of(
        Documents.VERSION_FIELD,
        Documents.VERSION,
        "available",
        available,
        DISABLED,
        disabled,
        "forAccount",
        forAccount,
        "createdBy",
        createdBy,
        "createdAt",
        Documents.timestamp(createdAt),
        USES,
        Map.of(),
        USE_COUNT,
        0);
  }
}
