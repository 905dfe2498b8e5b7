package app.tiktoktoe.atproto.lexicon;

/** What a name in a lexicon stands for. */
sealed interface Definition {
  /** A type of data. */
  record Data(Schema schema) implements Definition {}

  /** A type of records and the keys they may have. */
  record RecordType(RecordKeyRule key, ObjectSchema schema) implements Definition {}

  /** A query, procedure or subscription. */
  record Method(XrpcLexicon lexicon) implements Definition {}

  /** A bundle of permissions, which describes no data. */
  record PermissionSet() implements Definition {}
}
