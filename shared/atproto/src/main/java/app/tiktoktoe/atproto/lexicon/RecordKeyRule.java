package app.tiktoktoe.atproto.lexicon;

import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import org.jspecify.annotations.Nullable;

/**
 * @param rule {@code tid}, {@code nsid}, {@code any} or {@code literal:<key>}
 */
record RecordKeyRule(String rule) {
  private static final String LITERAL = "literal:";

  RecordKeyRule {
    boolean literal =
        rule.startsWith(LITERAL) && RecordKey.isValid(rule.substring(LITERAL.length()));
    if (!literal && !rule.equals("tid") && !rule.equals("nsid") && !rule.equals("any")) {
      throw new InvalidLexiconException("Not a record key type: " + rule);
    }
  }

  @Nullable String complaint(RecordKey key) {
    return switch (rule) {
      case "any" -> null;
      case "tid" -> Tid.isValid(key.value()) ? null : "must be a valid TID";
      case "nsid" -> Nsid.isValid(key.value()) ? null : "must be a valid nsid";
      default -> {
        String literal = rule.substring(LITERAL.length());
        yield literal.equals(key.value()) ? null : "must be \"" + literal + "\"";
      }
    };
  }
}
