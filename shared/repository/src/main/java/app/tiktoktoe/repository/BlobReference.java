package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cbor.DataModel;
import app.tiktoktoe.atproto.cbor.JsonForm;
import app.tiktoktoe.atproto.cid.Cid;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A blob as a record refers to it. */
record BlobReference(Cid cid, String mimeType, long sizeBytes) {

  /** All references in a checked record, in its order. */
  static List<BlobReference> in(JsonNode record) {
    List<BlobReference> found = new ArrayList<>();
    collect(record, found);
    return List.copyOf(found);
  }

  private static void collect(JsonNode value, List<BlobReference> found) {
    if (DataModel.isBlob(value)) {
      found.add(
          new BlobReference(
              JsonForm.link(value.path("ref")),
              value.path("mimeType").asText(),
              value.path("size").asLong()));
    } else {
      value.forEach(part -> collect(part, found));
    }
  }
}
