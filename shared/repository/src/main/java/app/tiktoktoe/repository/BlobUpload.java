package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;

/** What became of the bytes of an upload. */
public sealed interface BlobUpload {
  /** They are stored, temporary until a record refers to them. */
  record Stored(Cid cid, String mimeType, long sizeBytes) implements BlobUpload {}

  /** There are more than allowed; nothing is kept. */
  record TooLarge(long limitBytes) implements BlobUpload {}
}
