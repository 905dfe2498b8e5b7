package app.tiktoktoe.atproto.lexicon;

import app.tiktoktoe.atproto.cid.CidSyntax;
import app.tiktoktoe.atproto.syntax.AtDatetime;
import app.tiktoktoe.atproto.syntax.AtIdentifier;
import app.tiktoktoe.atproto.syntax.AtUri;
import app.tiktoktoe.atproto.syntax.Did;
import app.tiktoktoe.atproto.syntax.Handle;
import app.tiktoktoe.atproto.syntax.LanguageTag;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import app.tiktoktoe.atproto.syntax.Tid;
import app.tiktoktoe.atproto.syntax.UriSyntax;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The formats a string may be declared to have. */
enum StringFormat {
  AT_IDENTIFIER("at-identifier", "must be a valid did or a handle", AtIdentifier::isValid),
  AT_URI("at-uri", "must be a valid at-uri", AtUri::isValid),
  CID("cid", "must be a cid string", CidSyntax::isValid),
  DATETIME(
      "datetime",
      "must be an valid atproto datetime (both RFC-3339 and ISO-8601)",
      AtDatetime::isValid),
  DID("did", "must be a valid did", Did::isValid),
  HANDLE("handle", "must be a valid handle", Handle::isValid),
  LANGUAGE("language", "must be a well-formed BCP 47 language tag", LanguageTag::isValid),
  NSID("nsid", "must be a valid nsid", Nsid::isValid),
  RECORD_KEY("record-key", "must be a valid Record Key", RecordKey::isValid),
  TID("tid", "must be a valid TID", Tid::isValid),
  URI("uri", "must be a uri", UriSyntax::isValid);

  private final String wireName;
  private final String complaint;

  // A reference to a static method, which has no state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Predicate<String> valid;

  StringFormat(String wireName, String complaint, Predicate<String> valid) {
    this.wireName = wireName;
    this.complaint = complaint;
    this.valid = valid;
  }

  static @Nullable StringFormat named(String wireName) {
    for (StringFormat format : values()) {
      if (format.wireName.equals(wireName)) {
        return format;
      }
    }
    return null;
  }

  @Nullable LexiconViolation check(String value, ValuePath path) {
    return valid.test(value) ? null : LexiconViolation.at(path, complaint);
  }
}
