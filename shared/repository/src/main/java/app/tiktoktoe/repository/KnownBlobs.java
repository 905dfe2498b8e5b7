package app.tiktoktoe.repository;

import app.tiktoktoe.atproto.cid.Cid;
import app.tiktoktoe.atproto.syntax.Did;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells which blobs have a document. Thread-safe. */
public final class KnownBlobs {
  private final Paths paths;

  /** Reads nothing yet. */
  public KnownBlobs(Firestore firestore) {
    this.paths = new Paths(firestore);
  }

  /** A blob of an account. */
  public record Name(Did did, Cid cid) {}

  /** Those of {@code names} that are blobs of their accounts. One document read each. */
  public Set<Name> among(Collection<Name> names) {
    Map<String, Name> byPath = new LinkedHashMap<>();
    names.forEach(name -> byPath.put(document(name).getPath(), name));
    List<DocumentReference> documents = byPath.values().stream().map(this::document).toList();
    return paths.getExisting(documents).stream()
        .map(found -> Objects.requireNonNull(byPath.get(found.getReference().getPath())))
        .collect(Collectors.toSet());
  }

  private DocumentReference document(Name name) {
    return paths.blob(name.did(), name.cid());
  }
}
