package app.tiktoktoe.media;

import app.tiktoktoe.atproto.cid.Cid;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The MP4 that a post embeds. */
public record VideoBlob(Cid cid, String mimeType, long sizeBytes) {

  /** The blob object of the protocol. */
  public ObjectNode json() {
    ObjectNode blob = JsonNodeFactory.instance.objectNode();
    blob.put("$type", "blob");
    blob.putObject("ref").put("$link", cid.toString());
    blob.put("mimeType", mimeType);
    blob.put("size", sizeBytes);
    return blob;
  }
}
