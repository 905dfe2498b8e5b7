package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;

/** Whether a blob is to be served. */
public sealed interface BlobLookup {
  /** It is. */
  record Found(Did did, Cid cid, String mimeType, long sizeBytes) implements BlobLookup {}

  /** There is none of this CID that a record refers to. */
  record BlobNotFound() implements BlobLookup {}

  /** There is no such repository here. */
  record RepoNotFound() implements BlobLookup {}

  /** The repository is not served at present. */
  record RepoInactive(RepositoryStatus status) implements BlobLookup {}
}
