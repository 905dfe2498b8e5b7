package app.tiktoktoe.emulators.rules.grants;

import app.tiktoktoe.catalogue.Access;
import java.util.Optional;
import java.util.Set;

/** What the calls of Google's libraries do. A call that no rule knows is a fault, not nothing. */
final class Libraries {
  private static final String FIRESTORE = "com/google/cloud/firestore/";
  private static final String STORAGE = "com/google/cloud/storage/";

  private static final Set<String> FIRESTORE_WRITES =
      Set.of(
          "WriteBatch.commit",
          "BulkWriter.create",
          "BulkWriter.set",
          "BulkWriter.update",
          "BulkWriter.delete",
          "DocumentReference.create",
          "DocumentReference.set",
          "DocumentReference.update",
          "DocumentReference.delete",
          "CollectionReference.add",
          "Firestore.runTransaction",
          "Firestore.runAsyncTransaction",
          "Firestore.recursiveDelete",
          "v1/FirestoreClient.batchWrite",
          "v1/FirestoreClient.batchWriteCallable",
          "v1/FirestoreClient.commit",
          "v1/FirestoreClient.commitCallable");
  private static final Set<String> FIRESTORE_READS =
      Set.of(
          "DocumentReference.get",
          "DocumentReference.listCollections",
          "CollectionReference.get",
          "CollectionReference.listDocuments",
          "Query.get",
          "Query.stream",
          "AggregateQuery.get",
          "Firestore.getAll",
          "Firestore.listCollections");

  /** They only say what is to be asked or written. */
  private static final Set<String> FIRESTORE_CALLERS =
      Set.of(
          "WriteBatch",
          "BulkWriter",
          "DocumentReference",
          "CollectionReference",
          "Query",
          "AggregateQuery",
          "Firestore",
          "v1/FirestoreClient");

  private static final Set<String> FIRESTORE_NOTHING =
      Set.of(
          "create",
          "set",
          "update",
          "delete",
          "getMutationsSize",
          "document",
          "collection",
          "collectionGroup",
          "batch",
          "bulkWriter",
          "close",
          "shutdown",
          "flush",
          "getId",
          "getPath",
          "getParent",
          "getFirestore",
          "getOptions",
          "equals",
          "hashCode",
          "toString",
          "aggregate",
          "count",
          "limit",
          "offset",
          "orderBy",
          "select",
          "startAfter",
          "startAt",
          "endAt",
          "endBefore");

  private static final Set<String> STORAGE_CALLERS =
      Set.of("Storage", "Blob", "Bucket", "CopyWriter");
  private static final Set<String> STORAGE_READS =
      Set.of("get", "list", "reader", "readAllBytes", "downloadTo", "getContent", "exists");
  private static final Set<String> STORAGE_WRITES =
      Set.of(
          "create",
          "createFrom",
          "writer",
          "blobWriteSession",
          "copy",
          "copyTo",
          "compose",
          "delete",
          "update",
          "moveBlob");

  private Libraries() {}

  static Optional<Access> firestore(Call call) {
    if (!call.owner().startsWith(FIRESTORE)) {
      return Optional.empty();
    }
    String type = call.owner().substring(FIRESTORE.length());
    String method = type + "." + call.name();
    if (FIRESTORE_WRITES.contains(method)) {
      return Optional.of(Access.WRITE);
    }
    if (FIRESTORE_READS.contains(method)) {
      return Optional.of(Access.READ);
    }
    boolean harmless = FIRESTORE_NOTHING.contains(call.name()) || call.name().startsWith("where");
    if (FIRESTORE_CALLERS.contains(type) && !harmless) {
      throw unknown(call);
    }
    return Optional.empty();
  }

  static boolean isStorage(Call call) {
    return call.owner().startsWith(STORAGE)
        && STORAGE_CALLERS.contains(call.owner().substring(STORAGE.length()))
        && !isProperty(call);
  }

  /** An object's name, size and the like were read with it. */
  private static boolean isProperty(Call call) {
    boolean ofObject = call.owner().equals(STORAGE + "Blob") && call.name().startsWith("get");
    return (ofObject && !call.name().equals("getContent"))
        || call.name().equals("getOptions")
        || call.name().equals("getResult");
  }

  static boolean signs(Call call) {
    return isStorage(call) && call.name().equals("signUrl");
  }

  static Access storage(Call call) {
    if (STORAGE_WRITES.contains(call.name())) {
      return Access.WRITE;
    }
    if (STORAGE_READS.contains(call.name())) {
      return Access.READ;
    }
    throw unknown(call);
  }

  static AssertionError unknown(Call call) {
    return new AssertionError(
        "%s calls %s.%s, which no rule of Libraries knows"
            .formatted(call.caller(), call.owner(), call.name()));
  }
}
