package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cbor.DagCbor;
import app.tiktoktoe.atproto.cbor.DataModel;
import app.tiktoktoe.atproto.cbor.InvalidDataException;
import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.mst.MstEntry;
import app.tiktoktoe.atproto.repo.RepoCar;
import app.tiktoktoe.atproto.syntax.InvalidSyntaxException;
import app.tiktoktoe.atproto.syntax.Nsid;
import app.tiktoktoe.atproto.syntax.RecordKey;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The checked records of a repository that is imported, in the order of their keys. Immutable. */
final class ImportedRecords {
  /** The keys that refer to one blob are one field. */
  private static final int MAX_KEY_CHARS_OF_A_BLOB = 900_000;

  private final List<ImportedRecord> records = new ArrayList<>();
  private final Map<Cid, ImportedBlob> blobs = new LinkedHashMap<>();

  /**
   * A record without its content.
   *
   * @param subject what {@link RecordSubject} tells
   */
  record ImportedRecord(Nsid collection, RecordKey rkey, Cid cid, Optional<String> subject) {
    String key() {
      return Change.key(collection, rkey);
    }
  }

  /**
   * Checks every record against the data model, not against its lexicon.
   *
   * @throws InvalidDataException if one is not allowed here
   */
  ImportedRecords(RepoCar car) {
    for (MstEntry entry : car.entries()) {
      try {
        add(entry, car.record(entry));
      } catch (InvalidDataException | InvalidSyntaxException e) {
        throw new InvalidDataException(
            "Could not parse record at '" + entry.key() + "': " + e.getMessage(), e);
      }
    }
  }

  private void add(MstEntry entry, byte[] block) {
    int slash = entry.key().indexOf('/');
    Nsid collection = Nsid.parse(entry.key().substring(0, slash));
    RecordKey rkey = RecordKey.parse(entry.key().substring(slash + 1));
    if (block.length > DagCbor.MAX_RECORD_BYTES) {
      throw new InvalidDataException("It has " + block.length + " bytes");
    }
    JsonNode json = DagCbor.decode(block);
    DataModel.check(json);
    List<BlobReference> references = BlobReference.in(json);
    for (BlobReference reference : references) {
      blobs.computeIfAbsent(reference.cid(), cid -> new ImportedBlob(reference)).add(entry.key());
    }
    records.add(
        new ImportedRecord(collection, rkey, entry.value(), RecordSubject.of(collection, json)));
  }

  List<ImportedRecord> records() {
    return records;
  }

  /** What the records refer to. */
  Map<Cid, ImportedBlob> blobs() {
    return blobs;
  }

  Map<String, Optional<Cid>> cids() {
    Map<String, Optional<Cid>> cids = new HashMap<>();
    records.forEach(record -> cids.put(record.key(), Optional.of(record.cid())));
    return cids;
  }

  CollectionCounts counts() {
    TreeMap<String, Long> counts = new TreeMap<>();
    records.forEach(record -> counts.merge(record.collection().toString(), 1L, Long::sum));
    return new CollectionCounts(counts);
  }

  /** Whether a blob is named so often that its document cannot say by whom. */
  boolean hasCrowdedBlob() {
    return blobs.values().stream()
        .anyMatch(
            blob -> blob.refs().stream().mapToInt(String::length).sum() > MAX_KEY_CHARS_OF_A_BLOB);
  }
}
