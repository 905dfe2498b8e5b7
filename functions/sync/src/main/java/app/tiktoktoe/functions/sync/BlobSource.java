package app.tiktoktoe.functions.sync;

import app.tiktoktoe.repository.BlobLookup;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/** Where the bytes of a blob come from. Implementations are thread-safe. */
interface BlobSource {
  /** The bytes; the caller closes them. */
  InputStream open(BlobLookup.Found blob);

  /** A part of the bytes; the caller closes them. */
  InputStream open(BlobLookup.Found blob, ByteRange range) throws IOException;

  /** An address that anybody may fetch the bytes from for some minutes. */
  Optional<URI> address(BlobLookup.Found blob);
}
