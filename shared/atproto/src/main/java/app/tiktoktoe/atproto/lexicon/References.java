package app.tiktoktoe.atproto.lexicon;

/** Follows every reference of a definition to see that it leads somewhere. */
final class References {
  private References() {}

  static void resolve(Definition definition) {
    switch (definition) {
      case Definition.Data data -> resolve(data.schema());
      case Definition.RecordType record -> resolve(record.schema());
      case Definition.Method method -> method.lexicon().schemas().forEach(References::resolve);
      case Definition.PermissionSet _ -> {}
    }
  }

  private static void resolve(Schema schema) {
    switch (schema) {
      case ArraySchema array -> resolve(array.items());
      case ObjectSchema object -> object.properties().values().forEach(References::resolve);
      case UnionSchema union -> union.variants().values().forEach(RefSchema::resolve);
      case RefSchema ref -> ref.resolve();
      default -> {}
    }
  }
}
